"""Embeds faces by glyph id: subset, widths and a text mapping that copy and search can trust.

Every pair of glyph and text gets a code of its own. So a glyph that serves several characters (一 and the
radical ⼀) still extracts as what was meant, and codes stay dense however large the face is. Refuses to
shape: glyphs and positions come with the display list.
Source: ISO 32000-1, 9.7 (composite fonts), 9.10.3 (ToUnicode CMaps); Adobe Technical Note 5411.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import uharfbuzz as hb

from ofdesk.drawing.fonts import Face, FontBook
from ofdesk.press.objects import ObjectWriter, PdfValue, array, dictionary, name

_CMAP_BLOCK = 100  # entries a bfchar block may hold
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


class Code(NamedTuple):
    """How a glyph is written: four hexadecimal digits and its width in thousandths of the em."""

    digits: str
    width: int


class CodeTable(dict[tuple[int, str], Code]):
    """Codes by glyph id and text, handed out in the order of first use; code 0 is the missing glyph."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._font: Any = hb.Font(face.hb_face)
        self._per_mille = 1000 / face.units_per_em

    def width(self, glyph: int) -> int:
        """Return a glyph's advance in thousandths of the em."""
        return round(int(self._font.get_glyph_h_advance(glyph)) * self._per_mille)

    def __missing__(self, key: tuple[int, str]) -> Code:
        number = len(self) + 1
        if number > 0xFFFF:
            raise ValueError("a font holds at most 65,535 codes")
        code = self[key] = Code(f"{number:04X}", self.width(key[0]))
        return code


class EmbeddedFace:
    """A face as one file uses it.

    Attributes:
        reference: the font object, written by `write`.
        resource: its name in page resources, such as "F1".
        codes: the codes given out so far.
    """

    def __init__(self, face: Face, resource: str, reference: PdfValue) -> None:
        self.resource = resource
        self.reference = reference
        self.codes = CodeTable(face)
        self._face = face

    def write(self, writer: ObjectWriter) -> None:
        """Write font, descendant, descriptor, subset and text mapping."""
        glyphs = [0, *(glyph for glyph, _ in self.codes)]
        program, position_of = subset(self._face, glyphs)
        base_font = name(f"{_subset_tag(glyphs)}+{self._face.name}")
        map_to_glyphs = struct.pack(f">{len(glyphs)}H", *(position_of[glyph] for glyph in glyphs))
        widths = [self.codes.width(0), *(code.width for code in self.codes.values())]
        descendant = dictionary(
            {
                "Type": name("Font"),
                "Subtype": name("CIDFontType2"),
                "BaseFont": base_font,
                "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "FontDescriptor": writer.write(self._descriptor(writer, base_font, program)),
                "DW": _DEFAULT_WIDTH,
                "W": widths_array(widths),
                "CIDToGIDMap": writer.write_stream({}, map_to_glyphs),
            }
        )
        font = {
            "Type": name("Font"),
            "Subtype": name("Type0"),
            "BaseFont": base_font,
            "Encoding": name("Identity-H"),
            "DescendantFonts": array([writer.write(descendant)]),
            "ToUnicode": writer.write_stream({}, to_unicode([text for _, text in self.codes])),
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

    def __init__(self, fonts: FontBook, writer: ObjectWriter) -> None:
        self._fonts = fonts
        self._writer = writer
        self._faces: dict[str, EmbeddedFace] = {}

    def face(self, face_name: str) -> EmbeddedFace:
        """Return a face ready for use.

        Raises:
            ResourceError: code "font.unknown".
        """
        embedded = self._faces.get(face_name)
        if embedded is None:
            face = self._fonts.face(face_name)
            embedded = EmbeddedFace(face, f"F{len(self._faces) + 1}", self._writer.reserve())
            self._faces[face_name] = embedded
        return embedded

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


def widths_array(widths: Sequence[int]) -> bytes:
    """Return the W array for codes counted from 0, without those of the default width."""
    parts: list[str] = []
    for is_default, run in groupby(enumerate(widths), key=lambda item: item[1] == _DEFAULT_WIDTH):
        if not is_default:
            items = list(run)
            parts.append(f"{items[0][0]} [{' '.join(str(width) for _, width in items)}]")
    return ("[" + " ".join(parts) + "]").encode("ascii")


def to_unicode(texts: Sequence[str]) -> bytes:
    """Return the CMap that gives the codes 1, 2, … back as text."""
    entries = [
        f"<{code:04X}> <{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>\n"
        for code, text in enumerate(texts, start=1)
        if text
    ]
    return (_CMAP_HEAD + "".join(_blocks(entries)) + _CMAP_TAIL).encode("ascii")


def _blocks(entries: list[str]) -> Iterator[str]:
    for start in range(0, len(entries), _CMAP_BLOCK):
        block = entries[start : start + _CMAP_BLOCK]
        yield f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n"
