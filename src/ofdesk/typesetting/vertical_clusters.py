"""Pieces of vertical text (縦組み): how each of them stands, and how far down it reaches.

Kanji and kana stand upright in the forms made for vertical lines; Latin words and numbers with points lie
turned; numbers of up to three figures and pairs such as ！？ stand side by side in one em (縦中横); longer
plain numbers stand figure under figure. Knows nothing of lines.
Source: JLREQ 2.3, 3.2.5 (tate-chu-yoko); OpenType `vert`, `vhal`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

import uharfbuzz as hb

from ofdesk.drawing.fonts import Face, ShapedText
from ofdesk.drawing.glyph_forms import switches
from ofdesk.typesetting.characters import HALF_BODY, LATIN, CharClass
from ofdesk.typesetting.clusters import (
    BREAK_HERE,
    QUOTE_OF,
    Cluster,
    ClusterTable,
    classes_of,
    in_one,
    split_text,
    under_ruby,
)
from ofdesk.typesetting.ruby import RUBY_PIECE, RUBY_SCALE, RubyPiece, missing_in, parse_piece
from ofdesk.typesetting.style import Features

Stance: TypeAlias = Literal["upright", "turned", "across"]

_EMPHATIC: Final = "！？!?"
_ACROSS: Final = re.compile(r"[0-9]{1,3}|[！？!?]{2,3}")
_STACKED: Final = re.compile(r"[0-9]{4,}|[A-Z]")
_WIDE: Final = {code: code - 0x21 + 0xFF01 for code in range(0x21, 0x7F)}
_QUOTES: Final = {"“": "〝", "”": "〟"}  # the forms of vertical lines
_BODY_MIDDLE_EM: Final = 0.5


@dataclass(frozen=True, slots=True)
class VerticalCluster(Cluster):
    """A cluster in a vertical line; widths and offsets run downwards.

    Attributes:
        stance: how it stands.
        across_em: where glyphs stand from the middle of the line: left edges of upright glyphs one by one;
            of a piece set across the first one.
        scale_x: horizontal scale of a piece set across.
        drop_em: baseline of a piece set across, below its top.
    """

    stance: Stance = "upright"
    across_em: tuple[float, ...] = ()
    scale_x: float = 1.0
    drop_em: float = 0.0


def split_vertical(text: str) -> list[str]:
    """Split a paragraph into pieces as `split_text` does, ！？ being one."""
    pieces: list[str] = []
    for piece in split_text(text):
        joins = pieces and piece in _EMPHATIC and len(pieces[-1]) < 2 and pieces[-1] in _EMPHATIC
        if joins:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


class VerticalTable(ClusterTable):
    """Clusters of one face for vertical lines, each shaped once."""

    def __init__(
        self, face: Face, features: Features, tracking_em: float, *, with_ruby: bool = False
    ) -> None:
        super().__init__(face, features, tracking_em, with_ruby=with_ruby)
        self._font: Any = hb.Font(face.hb_face)

    def _shape(self, piece: str) -> Cluster:
        if piece[0] == RUBY_PIECE:
            return self._shape_with_ruby(parse_piece(piece))
        if not piece.strip():
            width_em = 1.0 if "\u3000" in piece else 0.25
            return self._upright(" ", piece, width_em, blank=True)
        first, last = classes_of(piece)
        if _ACROSS.fullmatch(piece):
            return self._across(piece)
        if _STACKED.fullmatch(piece):
            return self._upright(piece.translate(_WIDE), piece)
        if first in LATIN:
            return self._turned(piece, first, last)
        return self._upright(piece, piece)

    def _upright(
        self, shown: str, piece: str, width_em: float | None = None, *, blank: bool = False
    ) -> VerticalCluster:
        """Stand characters one below the other.

        Args:
            shown: what is shaped.
            piece: what it stands for; as long as `shown`, blanks aside.
            width_em: advance of a blank.
            blank: whether it is one.
        """
        first, last = classes_of(piece)
        text = QUOTE_OF.get(piece[0], piece[0]) + piece[1:]
        shown = _QUOTES.get(QUOTE_OF.get(shown[0], shown), shown)
        half = len(piece) == 1 and first in HALF_BODY
        shaped, across = self._shape_down(shown, half=half)
        texts = (text,) if blank else _typed(shaped.texts, text)
        if shown != text and not blank:
            first = last = CharClass.WIDE_DIGIT if piece[0].isdigit() else first
        if first in LATIN:
            first = last = CharClass.WIDE_LETTER
        if blank:
            first = last = CharClass.IDEOGRAPH
        offsets: list[float] = []
        y_em = 0.0
        for advance, offset in zip(shaped.advances_em, shaped.offsets_em, strict=True):
            offsets.append(y_em + offset)
            y_em += advance
        return VerticalCluster(
            text,
            first,
            last,
            y_em if width_em is None else width_em,
            shaped.glyphs,
            tuple(offsets),
            texts,
            missing=missing_in(replace(shaped, texts=texts)),
            blank=blank,
            across_em=across,
        )

    def _shape_down(self, text: str, *, half: bool) -> tuple[ShapedText, tuple[float, ...]]:
        """Shape a text downwards; also returns how far left of the middle each glyph begins."""
        buffer: Any = hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "ttb", "Kana", "ja"
        hb.shape(self._font, buffer, {**switches(text, self._features), "vhal": half})
        em = self._face.units_per_em
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        starts = [info.cluster for info in infos]
        ends = [*starts[1:], len(text)]
        shaped = ShapedText(
            tuple(info.codepoint for info in infos),
            tuple(-place.y_advance / em for place in places),
            tuple(-place.y_offset / em for place in places),
            tuple(text[start:end] for start, end in zip(starts, ends, strict=True)),
        )
        return shaped, tuple(place.x_offset / em for place in places)

    def _turned(self, piece: str, first: CharClass, last: CharClass) -> VerticalCluster:
        """Lay a Latin word on its side."""
        shaped = self._face.shape(piece, self._features)
        offsets_em, length_em = self._tracked(shaped)
        return VerticalCluster(
            piece,
            first,
            last,
            length_em,
            shaped.glyphs,
            offsets_em,
            shaped.texts,
            letters=sum(map(bool, shaped.texts)) - 1,
            missing=missing_in(shaped),
            stance="turned",
            across_em=(_BODY_MIDDLE_EM - self._face.metrics.em_top_em,),
        )

    def _across(self, piece: str) -> VerticalCluster:
        """Set figures or marks side by side within one em."""
        is_number = piece[0].isdigit()
        shown = piece if is_number else piece.translate({0xFF01: "!", 0xFF1F: "?"})
        shaped = self._face.shape(shown, (("hwid", True),) if len(piece) > 1 else ())
        scale = min(1.0, 1.0 / shaped.width_em)
        x_em, offsets = 0.0, []
        for advance, offset in zip(shaped.advances_em, shaped.offsets_em, strict=True):
            offsets.append((x_em + offset) * scale)
            x_em += advance
        member = CharClass.WIDE_DIGIT if is_number else CharClass.DIVIDING
        return VerticalCluster(
            piece,
            member,
            member,
            1.0,
            shaped.glyphs,
            tuple(offsets),
            _typed(shaped.texts, piece),
            missing=missing_in(shaped),
            stance="across",
            across_em=(-shaped.width_em * scale / 2,),
            scale_x=scale,
            drop_em=_BODY_MIDDLE_EM + self._face.metrics.cap_height_em / 2,
        )

    def _shape_with_ruby(self, piece: RubyPiece) -> Cluster:
        parts = [self._shape(part) for part in split_vertical(piece.base) if part != BREAK_HERE]
        stances = [part.stance for part in parts if isinstance(part, VerticalCluster)]
        if len(parts) > 1 and set(stances) != {"upright"}:
            return replace(self._turned(piece.base, *classes_of(piece.base)), markup=piece.markup)
        joined = in_one(parts, self._tracking_em)
        across = tuple(x for part in parts if isinstance(part, VerticalCluster) for x in part.across_em)
        base = VerticalCluster(
            *(joined.text, joined.first, joined.last, joined.width_em, joined.glyphs),
            *(joined.offsets_em, joined.texts, 0, joined.missing),
            across_em=across,
            stance="upright",
            markup=piece.markup,
        )
        if not piece.ruby or not self._with_ruby or set(stances) != {"upright"}:
            return replace(parts[0], markup=piece.markup) if len(parts) == 1 else base
        shaped, _ = self._shape_down(piece.ruby, half=False)
        # The middle of the reading stands beside the word: half an em, and half of its own body.
        return under_ruby(base, shaped, piece, _BODY_MIDDLE_EM + RUBY_SCALE / 2)


def _typed(texts: tuple[str, ...], piece: str) -> tuple[str, ...]:
    """Return what glyphs stand for when other forms of the typed characters were shaped, one by one."""
    return tuple(piece) if len(texts) == len(piece) else (piece, *("" for _ in texts[1:]))
