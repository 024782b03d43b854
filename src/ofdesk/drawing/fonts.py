"""Faces and shaping: characters to glyph ids and advances, exactly as they will be printed.

Owns the loaded faces (HarfBuzz); refuses to break lines. Measures are in em of the face, so that
one shaped text serves every size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from ofdesk.base.errors import ResourceError
from ofdesk.base.resources import resource_path
from ofdesk.drawing.glyph_forms import switches

REGULAR = "NotoSansJP-Regular"
BOLD = "NotoSansJP-Bold"

_STAND_INS = {
    # In the order in which they are asked: traditional Chinese forms are nearest to Japanese ones.
    REGULAR: ("NotoSansTC-Regular", "NotoSansSC-Regular", "NotoSansKR-Regular"),
    BOLD: ("NotoSansTC-Bold", "NotoSansSC-Bold", "NotoSansKR-Bold"),
}

_USUAL_EM_BOTTOM = -0.12


@dataclass(frozen=True, slots=True)
class ShapedText:
    """Glyphs of a text in one face.

    Attributes:
        glyphs: glyph ids; 0 is the missing glyph.
        advances_em: advance of each glyph.
        offsets_em: x offset of each glyph from its pen position (contraction features shift glyphs).
        texts: characters each glyph stands for; "" for the later glyphs of a cluster.
    """

    glyphs: tuple[int, ...]
    advances_em: tuple[float, ...]
    offsets_em: tuple[float, ...]
    texts: tuple[str, ...]

    @property
    def width_em(self) -> float:
        """Sum of the advances."""
        return sum(self.advances_em)


@dataclass(frozen=True, slots=True)
class FaceMetrics:
    """Vertical measures in em above the baseline; the descender positive, downwards.

    Attributes:
        em_top_em: top of the ideographic em box, in which Japanese characters are drawn.
    """

    ascender_em: float
    descender_em: float
    cap_height_em: float
    x_height_em: float
    em_top_em: float


class Face:
    """One font file, ready to shape. Not changed after loading, so threads may share it."""

    def __init__(self, name: str, path: Path, stand_ins: tuple[str, ...] = ()) -> None:
        """Load a TrueType face.

        Args:
            name, path: of the face and of its file.
            stand_ins: names of the faces that are asked, in this order, for what it has no glyphs for.

        Raises:
            ResourceError: code "font.unreadable".
        """
        self.name = name
        self.path = path
        self.stand_ins = stand_ins
        try:
            self.data = path.read_bytes()
            self.hb_face: Any = hb.Face(self.data)
        except (OSError, ValueError) as error:
            raise ResourceError("font.unreadable", name=name) from error
        if not self.hb_face.glyph_count:  # HarfBuzz takes any bytes and finds nothing in them
            raise ResourceError("font.unreadable", name=name)
        self.units_per_em: int = self.hb_face.upem
        self._font: Any = hb.Font(self.hb_face)
        self.metrics = self._read_metrics()
        self._shape_cached = lru_cache(maxsize=16384)(self._shape)

    def _read_metrics(self) -> FaceMetrics:
        extents = self._font.get_font_extents("ltr")
        em = self.units_per_em
        return FaceMetrics(
            extents.ascender / em,
            -extents.descender / em,
            self._glyph_top("H") / em,
            self._glyph_top("x") / em,
            self._em_box_top(),
        )

    def _em_box_top(self) -> float:
        """Top of the em box: the BASE table's ideographic baseline is its bottom."""
        bottom = self._font.get_layout_baseline("ideo", "ltr", "kana", "JAN")
        return 1.0 + (bottom / self.units_per_em if bottom is not None else _USUAL_EM_BOTTOM)

    def _glyph_top(self, char: str) -> float:
        glyph = self._font.get_nominal_glyph(ord(char))
        extents = self._font.get_glyph_extents(glyph) if glyph else None
        return float(extents.y_bearing) if extents else 0.0

    def has(self, char: str) -> bool:
        """Tell whether the face has a glyph for a character."""
        return bool(self._font.get_nominal_glyph(ord(char)))

    def shape(self, text: str, features: tuple[tuple[str, bool], ...] = ()) -> ShapedText:
        """Shape a text that holds no line break.

        Args:
            text: any characters; those the face lacks come out as glyph 0.
            features: OpenType features to switch, such as (("tnum", True), ("kern", False)).
        """
        return self._shape_cached(text, features)

    def _shape(self, text: str, features: tuple[tuple[str, bool], ...]) -> ShapedText:
        if not text:
            return ShapedText((), (), (), ())
        buffer: Any = hb.Buffer()
        buffer.add_str(text)
        # Not guessed: guessing takes the language of the machine, and "―", “” and figures would differ.
        buffer.direction = "ltr"
        buffer.script = "Kana"
        buffer.language = "ja"
        hb.shape(self._font, buffer, switches(text, features))
        clusters = [info.cluster for info in buffer.glyph_infos]
        em = self.units_per_em
        return ShapedText(
            tuple(info.codepoint for info in buffer.glyph_infos),
            tuple(position.x_advance / em for position in buffer.glyph_positions),
            tuple(position.x_offset / em for position in buffer.glyph_positions),
            _texts_of_clusters(text, clusters),
        )


def _texts_of_clusters(text: str, clusters: list[int]) -> tuple[str, ...]:
    """Give each glyph its characters: the first of a cluster all of them, the others none."""
    texts: list[str] = []
    starts = sorted(set(clusters))
    end_of = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    seen: set[int] = set()
    for cluster in clusters:
        texts.append("" if cluster in seen else text[cluster : end_of[cluster]])
        seen.add(cluster)
    return tuple(texts)


@dataclass(frozen=True)
class FontBook:
    """Faces by name.

    Attributes:
        faces: those that styles name. What stands in for them is read when the first such character comes.
    """

    faces: Mapping[str, Face] = field(default_factory=dict)
    _read: dict[str, Face] = field(default_factory=dict, init=False, repr=False, compare=False)

    def face(self, name: str) -> Face:
        """Return a face.

        Raises:
            ResourceError: code "font.unknown"; for a face that stands in also "resource.missing" and
                "font.unreadable".
        """
        found = self.faces.get(name) or self._read.get(name)
        if found is None:
            if not any(name in face.stand_ins for face in self.faces.values()):
                raise ResourceError("font.unknown", name=name)
            found = self._read[name] = _built_in(name)
        return found


def _built_in(name: str) -> Face:
    return Face(name, resource_path("fonts", f"{name}.ttf"), _STAND_INS.get(name, ()))


def load_built_in_fonts() -> FontBook:
    """Load the two faces that every machine has, so that every machine prints the same.

    Raises:
        ResourceError: a font file is missing (run the set-up) or unreadable.
    """
    return FontBook({name: _built_in(name) for name in (REGULAR, BOLD)})
