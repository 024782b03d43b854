"""Forms of kanji by standard: 辻 with one dot as in JIS X 0208-1990, or with two as in JIS X 0213:2004.

Owns the names a style may give and how shaping is told; refuses forms that the built-in faces lack. These are
drawn after JIS X 0213:2004, so that its forms need no name, and hold no further traditional forms (no `jp04`,
no `trad`). A variation selector behind a character outranks the form, whether or not the face knows the pair.
Source: OpenType feature registry (jp78, jp83, jp90); Unicode 16, 23.4 (variation selectors); UTS 37.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

Switches: TypeAlias = dict[str, bool | list[tuple[int, int, bool]]]
"""Features as HarfBuzz takes them: for all of a text, or for stretches of it (from, up to, on or off)."""

GLYPH_FORMS: Final = {"jis78": "jp78", "jis83": "jp83", "jis90": "jp90"}
"""OpenType features by the names of the forms they give."""

_TAGS: Final = frozenset(GLYPH_FORMS.values())
_CHOSEN: Final = re.compile("[^\ufe00-\ufe0f\U000e0100-\U000e01ef][\ufe00-\ufe0f\U000e0100-\U000e01ef]+")


def features_of(form: str) -> tuple[tuple[str, bool], ...]:
    """Return the features that give a form.

    Raises:
        ValueError: the faces have no form of this name.
    """
    if form not in GLYPH_FORMS:
        raise ValueError(f"glyph forms {form!r}: the faces have {', '.join(GLYPH_FORMS)}")
    return ((GLYPH_FORMS[form], True),)


def only_forms(features: tuple[tuple[str, bool], ...]) -> tuple[tuple[str, bool], ...]:
    """Return those of some features that give forms."""
    return tuple(feature for feature in features if feature[0] in _TAGS)


def switches(text: str, features: tuple[tuple[str, bool], ...]) -> Switches:
    """Return features for shaping a text, those of forms left off where a selector chooses."""
    told: Switches = dict(features)
    forms = _TAGS.intersection(told)
    if not forms or not _CHOSEN.search(text):
        return told
    free: list[tuple[int, int]] = []
    at = 0
    for chosen in _CHOSEN.finditer(text):
        free.append((at, chosen.start()))
        at = chosen.end()
    free.append((at, len(text)))
    stretches = [(start, end) for start, end in free if start < end]
    for tag in forms:
        switched = bool(told.pop(tag))
        if stretches:  # uharfbuzz fails on an empty list
            told[tag] = [(start, end, switched) for start, end in stretches]
    return told
