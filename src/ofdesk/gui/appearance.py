"""What every widget is built with: words, colours and icons of the moment.

A change of language or theme builds the widgets anew with another `Appearance`, so that no widget
has to know how to change its own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ofdesk.base.errors import Detail
from ofdesk.gui.icons import IconSet
from ofdesk.gui.theme import Theme
from ofdesk.services.words import Words

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Appearance:
    """Words, colours and icons."""

    words: Words
    theme: Theme
    icons: IconSet

    def text(self, code: str, **details: Detail) -> str:
        """Return a sentence of the interface."""
        return self.words("ui", code, **details)

    def field_label(self, owner: type, name: str) -> str:
        """Return the label of a declared field of a record, part or settings class."""
        return self.words.field(owner_code(owner), name)


def owner_code(owner: type) -> str:
    """Return the code under which the labels of a class's fields stand: its kind, or its name.

    `SocialLink` becomes "social_link".
    """
    kind = getattr(owner, "kind", "")
    return kind or _CAPITAL.sub("_", owner.__name__).lower()
