"""Codes by which pages call glyphs: the same on every page, in every file and in every process.

A character's own glyph has as its code the rank of the character among all those of its face. So pages can be
painted apart from one another, kept, and put together in any file. What shaping sets in place of a
character's own glyph (ligatures, glyphs of several characters, gaps) is *loose*: a mark stands for it until
the file that takes the page gives it a code. Refuses to know files.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import uharfbuzz as hb

from ofdesk.drawing.fonts import Face, FontBook

_MARK = re.compile(rb"@[0-9A-F]+;")  # no operator, number, name or hexadecimal string holds this sign


class Code(NamedTuple):
    """How a glyph is written: four hexadecimal digits (or a mark) and its width in thousandths of the em."""

    digits: str
    width: int


class LooseGlyph(NamedTuple):
    """A glyph that stands for a text without being that character's own."""

    face: str
    glyph: int
    text: str


@lru_cache(maxsize=8)
def characters_of(face: Face) -> array[int]:
    """Return the code points a face has glyphs for, ascending; the code of one is its index and one."""
    return array("L", sorted(face.hb_face.unicodes))


class CodeTable(dict[tuple[int, str], Code]):
    """Codes of a face by glyph id and text."""

    def __init__(self, face: Face, mark: Callable[[LooseGlyph], str]) -> None:
        """Make an empty table; `mark` returns what stands for a loose glyph."""
        super().__init__()
        self._face, self._mark = face, mark
        self._characters = characters_of(face)
        self._font: Any = hb.Font(face.hb_face)
        self._per_mille = 1000 / face.units_per_em

    def width(self, glyph: int) -> int:
        """Return a glyph's advance in thousandths of the em."""
        return round(int(self._font.get_glyph_h_advance(glyph)) * self._per_mille)

    def glyph(self, char: str) -> int:
        """Return a character's own glyph, 0 when it has none."""
        return self._font.get_nominal_glyph(ord(char)) or 0

    def __missing__(self, key: tuple[int, str]) -> Code:
        glyph, text = key
        if glyph and len(text) == 1 and self.glyph(text) == glyph:
            digits = f"{bisect_left(self._characters, ord(text)) + 1:04X}"
        else:
            digits = self._mark(LooseGlyph(self._face.name, glyph, text))
        code = self[key] = Code(digits, self.width(glyph))
        return code


class CodeShelf:
    """The code tables of all faces that pages are painted with."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self._tables: dict[str, CodeTable] = {}
        self._loose: dict[str, LooseGlyph] = {}

    def table(self, face_name: str) -> CodeTable:
        """Return the table of a face.

        Raises:
            ResourceError: code "font.unknown".
        """
        table = self._tables.get(face_name)
        if table is None:
            table = self._tables[face_name] = CodeTable(self._fonts.face(face_name), self._new_mark)
        return table

    def loose(self, digits: str) -> LooseGlyph | None:
        """Return what a mark stands for, None for a code."""
        return self._loose.get(digits)

    def _new_mark(self, glyph: LooseGlyph) -> str:
        mark = f"@{len(self._loose):X};"
        self._loose[mark] = glyph
        return mark


def with_codes(content: bytes, loose: Mapping[str, LooseGlyph], code: Callable[[LooseGlyph], int]) -> bytes:
    """Return a content stream with codes in place of its marks, asked for in the order of the page."""
    return _MARK.sub(lambda found: b"%04X" % code(loose[found[0].decode("ascii")]), content)
