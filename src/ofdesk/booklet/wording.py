"""The booklet's own words (headings, labels, units), in the booklet's language.

They follow the booklet, never the interface: an English interface still makes a Japanese booklet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from ofdesk.base.resources import resource_path

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

    def optional(self, key: str) -> str:
        """Return a word, or "" when there is none."""
        return self.words.get(key, "")


def load_wording(language: str) -> Wording:
    """Load the words of a booklet language; "" and unknown ones give Japanese.

    Raises:
        ResourceError: the table is missing.
    """
    chosen = language if language in BOOKLET_LANGUAGES else BOOKLET_LANGUAGES[0]
    text = resource_path("booklet_text", f"{chosen}.yaml").read_text(encoding="utf-8")
    return Wording(chosen, yaml.safe_load(text))
