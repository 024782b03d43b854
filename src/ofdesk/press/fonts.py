"""Embeds faces by glyph id: subset, widths and a text mapping that copy and search can trust.

Every pair of glyph and text has a code of its own (`codes.py`). So a glyph that serves several characters (一
and the radical ⼀) still extracts as what was meant. Refuses to shape: glyphs and positions come with the
display list.
Source: ISO 32000-1, 9.7 (composite fonts), 9.10.3 (ToUnicode CMaps); Adobe Technical Note 5411.
"""

from __future__ import annotations

import hashlib
import struct
import sys
from array import array as array_of_shorts
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import uharfbuzz as hb

from ofdesk.drawing.fonts import Face, FontBook
from ofdesk.press.codes import CodeShelf, CodeTable, LooseGlyph, characters_of
from ofdesk.press.objects import ObjectWriter, PdfValue, array, dictionary, name

_CMAP_BLOCK = 100  # entries a bfchar block may hold
_HIGHEST_CODE = 0xFFFF
_DEFAULT_WIDTH = 1000  # most Japanese glyphs are one em wide
_KEPT_TABLES = frozenset({"glyf", "loca", "head", "hhea", "hmtx", "maxp"})
_SYMBOLIC = 4
_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class EmbeddedFace:
    """A face as one file uses it.

    Attributes:
        reference: the font object, written by `write`.
    """

    def __init__(self, face: Face, table: CodeTable, reference: PdfValue) -> None:
        self.reference = reference
        self._face, self._table = face, table
        self._characters = characters_of(face)
        self._used: set[int] = set()
        self._loose: dict[LooseGlyph, int] = {}

    def use(self, codes: Iterable[int]) -> None:
        """Take note of codes that a page calls."""
        self._used.update(codes)

    def code_of(self, glyph: LooseGlyph) -> int:
        """Return the code of a loose glyph in this file: after those of characters, in order of first use.

        Raises:
            ValueError: more glyphs than a font can hold; no booklet comes near.
        """
        code = self._loose.setdefault(glyph, len(self._characters) + len(self._loose) + 1)
        if code > _HIGHEST_CODE:
            raise ValueError(f"a font holds at most {_HIGHEST_CODE} codes")
        return code

    def write(self, writer: ObjectWriter) -> None:
        """Write font, descendant, descriptor, subset and text mapping."""
        called = [(code, chr(self._characters[code - 1])) for code in sorted(self._used)]
        texts = dict(called) | {code: loose.text for loose, code in self._loose.items()}
        glyph_of = {code: self._table.glyph(char) for code, char in called}
        glyph_of |= {code: loose.glyph for loose, code in self._loose.items()}
        glyphs = list(dict.fromkeys((0, *glyph_of.values())))
        program, position_of = subset(self._face, glyphs)
        base_font = name(f"{_subset_tag(glyphs)}+{self._face.name}")
        positions = array_of_shorts("H", bytes(2 * (max(glyph_of, default=0) + 1)))
        for code, glyph in glyph_of.items():
            positions[code] = position_of[glyph]
        widths = {code: self._table.width(glyph) for code, glyph in glyph_of.items()}
        descendant = dictionary(
            {
                "Type": name("Font"),
                "Subtype": name("CIDFontType2"),
                "BaseFont": base_font,
                "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "FontDescriptor": writer.write(self._descriptor(writer, base_font, program)),
                "DW": _DEFAULT_WIDTH,
                "W": widths_array(widths),
                "CIDToGIDMap": writer.write_stream({}, _big_endian(positions)),
            }
        )
        font = {
            "Type": name("Font"),
            "Subtype": name("Type0"),
            "BaseFont": base_font,
            "Encoding": name("Identity-H"),
            "DescendantFonts": array([writer.write(descendant)]),
            "ToUnicode": writer.write_stream({}, to_unicode(texts)),
        }
        writer.write(dictionary(font), self.reference)

    def _descriptor(self, writer: ObjectWriter, base_font: str, program: bytes) -> PdfValue:
        face, metrics = self._face, self._face.metrics
        per_mille = 1000 / face.units_per_em
        head = bytes(face.hb_face.reference_table("head").data)
        box = struct.unpack_from(">4h", head, 36)  # xMin, yMin, xMax, yMax
        weight = struct.unpack_from(">H", bytes(face.hb_face.reference_table("OS/2").data), 4)[0]
        return dictionary(
            {
                "Type": name("FontDescriptor"),
                "FontName": base_font,
                "Flags": _SYMBOLIC,
                "FontBBox": array([round(edge * per_mille) for edge in box]),
                "ItalicAngle": 0,
                "Ascent": round(metrics.ascender_em * 1000),
                "Descent": -round(metrics.descender_em * 1000),
                "CapHeight": round(metrics.cap_height_em * 1000),
                # The file format asks for a stem width that TrueType does not hold; it grows with the weight.
                "StemV": round(50 + (weight / 65) ** 2),
                "FontFile2": writer.write_stream({"Length1": len(program)}, program),
            }
        )


class FaceShelf:
    """The faces one file uses, each embedded once."""

    def __init__(self, fonts: FontBook, codes: CodeShelf, writer: ObjectWriter) -> None:
        self._fonts, self._codes = fonts, codes
        self._writer = writer
        self._faces: dict[str, EmbeddedFace] = {}

    def face(self, face_name: str) -> EmbeddedFace:
        """Return a face of the file.

        Raises:
            ResourceError: code "font.unknown".
        """
        embedded = self._faces.get(face_name)
        if embedded is None:
            face, table = self._fonts.face(face_name), self._codes.table(face_name)
            embedded = self._faces[face_name] = EmbeddedFace(face, table, self._writer.reserve())
        return embedded

    def code_of(self, glyph: LooseGlyph) -> int:
        """Return the code of a loose glyph in this file."""
        return self.face(glyph.face).code_of(glyph)

    def write(self) -> None:
        """Write all faces used."""
        for embedded in self._faces.values():
            embedded.write(self._writer)


def subset(face: Face, glyphs: Sequence[int]) -> tuple[bytes, dict[int, int]]:
    """Return a font file that holds only some glyphs, and where each of them went.

    Tables that a PDF reader has no use for are dropped; outlines of the missing glyph are kept, so that
    a gap shows as a box.
    """
    order: Any = hb.SubsetInput()
    order.glyph_set.update(set(glyphs))
    order.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE
    dropped = set(face.hb_face.table_tags) - _KEPT_TABLES
    order.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in dropped)
    plan = hb.SubsetPlan(face.hb_face, order)
    position_of = dict(plan.old_to_new_glyph_mapping)
    return bytes(plan.execute().blob.data), position_of


def _subset_tag(glyphs: Sequence[int]) -> str:
    """Return the six capitals that set this subset apart from others of its face."""
    digest = hashlib.sha256(struct.pack(f">{len(glyphs)}H", *glyphs)).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def widths_array(widths: Mapping[int, int]) -> bytes:
    """Return the W array for widths by code, without those of the default width."""
    told = [(code, width) for code, width in sorted(widths.items()) if width != _DEFAULT_WIDTH]
    parts: list[str] = []
    for _, run in groupby(enumerate(told), key=lambda item: item[1][0] - item[0]):
        items = [item for _, item in run]
        parts.append(f"{items[0][0]} [{' '.join(str(width) for _, width in items)}]")
    return ("[" + " ".join(parts) + "]").encode("ascii")


def to_unicode(texts: Mapping[int, str]) -> bytes:
    """Return the CMap that gives codes back as text."""
    entries = [
        f"<{code:04X}> <{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>\n"
        for code, text in sorted(texts.items())
        if text
    ]
    return (_CMAP_HEAD + "".join(_blocks(entries)) + _CMAP_TAIL).encode("ascii")


def _big_endian(shorts: array_of_shorts[int]) -> bytes:
    if sys.byteorder == "little":
        shorts.byteswap()
    return shorts.tobytes()


def _blocks(entries: list[str]) -> Iterator[str]:
    for start in range(0, len(entries), _CMAP_BLOCK):
        block = entries[start : start + _CMAP_BLOCK]
        yield f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"
