"""The booklet's own words (headings, labels, units), in the booklet's language.

They follow the booklet, never the interface: an English interface still makes a Japanese booklet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ofdesk.base.japan import Prefecture
from ofdesk.base.resources import resource_table

BOOKLET_LANGUAGES = ("ja", "en")


@dataclass(frozen=True)
class Wording:
    """Words by key, such as "heading.contents" or "label.hours"."""

    language: str
    words: Mapping[str, str]

    def __call__(self, key: str, **values: str | int) -> str:
        """Return a word with its placeholders filled.

        Raises:
            KeyError: no such word; a booklet must not go to print with a code in it.
        """
        return self.words[key].format(**values)

    @property
    def separator(self) -> str:
        """What stands between the members of a short list."""
        return self.words["separator"]

    def prefecture(self, prefecture: Prefecture) -> str:
        """Return the name of a prefecture in the booklet's language."""
        return prefecture.name if self.language == "ja" else prefecture.romaji


def load_wording(language: str) -> Wording:
    """Load the words of a booklet language; "" and unknown ones give Japanese.

    Raises:
        ResourceError: the table is missing.
    """
    chosen = language if language in BOOKLET_LANGUAGES else BOOKLET_LANGUAGES[0]
    return Wording(chosen, resource_table("booklet_text", f"{chosen}.yaml"))
