"""From text to unbreakable pieces with their glyphs: a kanji, a Latin word, a number, a run of ……

Owns the splitting of text and the shaping of pieces; knows nothing of lines. A Japanese mark comes
out with half an em of body, its space being added between the pieces (module `spacing`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from ofdesk.base.ruby import MARK as RUBY_MARK
from ofdesk.base.ruby import Reading, readings
from ofdesk.drawing.fonts import Face, ShapedText
from ofdesk.drawing.glyph_forms import only_forms
from ofdesk.typesetting.characters import HALF_BODY, LATIN, CharClass, char_class, is_latin
from ofdesk.typesetting.ruby import (
    RUBY_PIECE,
    Ruby,
    RubyPiece,
    missing_in,
    over,
    parse_piece,
    rise_em,
    ruby_piece,
)
from ofdesk.typesetting.style import Features

BREAK_HERE: Final = "\ufdd4"
"""Stands in the list of pieces where a web address may be broken; it is no character of the text."""

_JAPANESE_QUOTES: Final = {"“": "\ufdd0", "”": "\ufdd1", "‘": "\ufdd2", "’": "\ufdd3"}
QUOTE_OF: Final = {stand_in: quote for quote, stand_in in _JAPANESE_QUOTES.items()}
_BLANKS: Final = r" \t\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000"
_LATIN: Final = "".join(re.escape(chr(code)) for code in range(0x20A0) if is_latin(chr(code))) + "“”‘’¥£€"
_MARKS: Final = r"\u0300-\u036f\u3099\u309a\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
_PIECE: Final = re.compile(
    rf"[ぁ-んァ-ヺ一-鿿、。](?![{_MARKS}])"
    rf"|[{_BLANKS}]+"
    rf"|(?:[−±](?=[0-9]))?[{_LATIN}](?:[{_LATIN}{_MARKS}]|[‐‑](?=[{_LATIN}])|(?<=[0-9])(?:[–−×](?=[0-9])|°))*"
    r"|[０-９]+(?:[，．：・／－][０-９]+)*"
    r"|[…‥]{1,2}|[―—─]{1,2}"
    rf"|.[{_MARKS}]*(?:(?<=\u200d).[{_MARKS}]*)*",
    re.DOTALL,
)
_BLANK: Final = re.compile(rf"[{_BLANKS}]+")
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9.-]+\.[a-z]{2,}/[!-~]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
_ADDRESS_PART: Final = re.compile(r"[^/.@]*(?:/+|@|\.+(?=.)|\.*$)")
_NO_CHARACTERS: Final = re.compile(r"[\ufdd0-\ufdd6\ud800-\udfff]")
_QUOTED: Final = re.compile(r"“([^“”]*)”|‘([^‘’]*)’")
_LATIN_ONLY: Final = re.compile(rf"[{_LATIN} ]+")
_STRAY_QUOTE: Final = re.compile(rf"(?<![{_LATIN}])[”’]|[“‘](?![{_LATIN}])")


@dataclass(frozen=True, slots=True)
class Cluster:
    """An unbreakable piece of text with its glyphs, in em.

    Attributes:
        text: the characters.
        first, last: classes towards the piece before and the piece behind.
        width_em: body width; half-em for Japanese marks.
        glyphs, offsets_em, texts: glyph ids, where each stands, what each stands for.
        letters: places between its letters or figures, where an extremely loose line may open.
        missing: characters the face has no glyph for.
        blank: whether it is space between pieces.
        ruby: the reading over it.
        markup: characters of the text that only say what its reading is.
    """

    text: str
    first: CharClass
    last: CharClass
    width_em: float
    glyphs: tuple[int, ...]
    offsets_em: tuple[float, ...]
    texts: tuple[str, ...]
    letters: int = 0
    missing: str = ""
    blank: bool = False
    ruby: Ruby | None = None
    markup: int = 0

    @property
    def length(self) -> int:
        """Characters it takes up in the text as it was typed."""
        return len(self.text) + self.markup


def split_text(text: str) -> list[str]:
    """Split a paragraph into pieces; joined they give the text, but for stand-ins.

    Japanese quotation marks come out as stand-ins (the same character serves Latin words), and
    `BREAK_HERE` is put where a web address may be broken.
    """
    if _NO_CHARACTERS.search(text):
        text = _NO_CHARACTERS.sub("\ufffd", text)
    if any(quote in text for quote in _JAPANESE_QUOTES):
        text = _mark_japanese_quotes(text)
    if RUBY_MARK in text and (found := readings(text)):
        return _split_around(text, found)
    return split_plain(text)


def _split_around(text: str, found: list[Reading]) -> list[str]:
    """Split a text with readings: each comes out as one piece with its word."""
    pieces: list[str] = []
    at = 0
    for reading in found:
        pieces += split_plain(text[at : reading.start])
        pieces.append(ruby_piece(text, reading))
        at = reading.end
    return pieces + split_plain(text[at:])


def split_plain(text: str) -> list[str]:
    """Split a text that holds no readings."""
    pieces = _PIECE.findall(text)
    if "/" in text or "www." in text or "@" in text:
        pieces = [part for piece in pieces for part in _split_address(piece)]
    return pieces


def _mark_japanese_quotes(text: str) -> str:
    """Replace quotation marks around anything but Latin words by their Japanese stand-ins."""

    def mark(match: re.Match[str]) -> str:
        quoted = match.group()
        inner = quoted[1:-1]
        if _LATIN_ONLY.fullmatch(inner):
            return quoted
        return _JAPANESE_QUOTES[quoted[0]] + inner + _JAPANESE_QUOTES[quoted[-1]]

    marked = _QUOTED.sub(mark, text)
    return _STRAY_QUOTE.sub(lambda match: _JAPANESE_QUOTES[match.group()], marked)


def _split_address(piece: str) -> list[str]:
    """Split a piece that holds a web address behind its slashes and points."""
    found = _ADDRESS.search(piece)
    if found is None:
        return [piece]
    parts = [part for part in _ADDRESS_PART.findall(found.group()) if part]
    parts[0] = piece[: found.start()] + parts[0]
    parts[-1] += piece[found.end() :]
    spread: list[str] = []
    for part in parts:
        spread.extend((part, BREAK_HERE))
    return spread[:-1]


class ClusterTable:
    """Clusters of one face under one set of features, each shaped once."""

    def __init__(
        self, face: Face, features: Features, tracking_em: float, *, with_ruby: bool = False
    ) -> None:
        self.stand_ins = face.stand_ins
        self._face = face
        self._with_ruby = with_ruby
        self._features = features
        self._forms = only_forms(features)
        self._tracking_em = tracking_em
        self.known: dict[str, Cluster] = {}

    def cluster(self, piece: str) -> Cluster:
        """Return the cluster of one piece as `split_text` gives it."""
        found = self.known.get(piece)
        if found is None:
            found = self._shape(piece)
            if len(self.known) >= _TABLE_LIMIT:
                self.known.clear()  # hostile variety; ordinary catalogues never come near
            self.known[piece] = found
        return found

    def letters(self, cluster: Cluster) -> tuple[Cluster, ...]:
        """Return a cluster cut into its characters: for words longer than a whole line."""
        whole = [text for text in cluster.texts if text]
        return tuple(self.cluster(text) for text in whole)

    def _shape(self, piece: str) -> Cluster:
        if piece[0] == RUBY_PIECE:
            return self._shape_with_ruby(parse_piece(piece))
        japanese_quote = piece[0] in QUOTE_OF
        text = QUOTE_OF[piece[0]] + piece[1:] if japanese_quote else piece
        if _BLANK.fullmatch(text):
            return self._shape_blank(text)
        first, last = classes_of(piece)
        features = self._features
        if japanese_quote:
            features = (*features, ("fwid", True))
        if (len(piece) == 1 and first in HALF_BODY) or piece == "‐" or first is CharClass.WIDE_DIGIT:
            features = (*features, ("halt", True))
        shaped = self._face.shape(text, features)
        half = len(piece) == 1 and first in HALF_BODY and shaped.width_em > _FULL_WIDTH
        if half:
            shaped = _halved(shaped, first)
        return self._spaced(text, first, last, shaped)

    def _shape_with_ruby(self, piece: RubyPiece) -> Cluster:
        parts = [self._shape(part) for part in split_plain(piece.base) if part != BREAK_HERE]
        base = replace(in_one(parts, self._tracking_em), markup=piece.markup)
        if not piece.ruby or not self._with_ruby:
            return base
        rise = rise_em(self._face.metrics.em_top_em)
        return under_ruby(base, self._face.shape(piece.ruby, self._forms), piece, rise)

    def _shape_blank(self, text: str) -> Cluster:
        """Shape a blank as one space glyph that stands for all its characters."""
        wide = self._face.shape(text.replace("\t", " ").replace("\u200b", ""), self._features)
        space = self._face.shape("\u3000" if "\u3000" in text else " ")
        neutral = CharClass.IDEOGRAPH
        width = wide.width_em + self._tracking_em * len(text)
        return Cluster(text, neutral, neutral, width, space.glyphs[:1], (0.0,), (text,), blank=True)

    def _spaced(self, text: str, first: CharClass, last: CharClass, shaped: ShapedText) -> Cluster:
        """Place the glyphs of a piece, with tracking between them."""
        offsets_em, width_em = self._tracked(shaped)
        missing = missing_in(shaped)
        letters = sum(map(bool, shaped.texts)) - 1 if first in _SPACEABLE else 0
        return Cluster(text, first, last, width_em, shaped.glyphs, offsets_em, shaped.texts, letters, missing)

    def _tracked(self, shaped: ShapedText) -> tuple[tuple[float, ...], float]:
        """Return where glyphs stand with tracking between them, and how far they reach."""
        x_em = 0.0
        offsets: list[float] = []
        for number, advance in enumerate(shaped.advances_em):
            if number and shaped.texts[number]:
                x_em += self._tracking_em
            offsets.append(x_em + shaped.offsets_em[number])
            x_em += advance
        return tuple(offsets), x_em


def under_ruby(base: Cluster, shaped: ShapedText, piece: RubyPiece, rise: float) -> Cluster:
    """Return a word with its reading over it; `rise` is the reading's distance, see `Ruby`."""
    placed = over(base.width_em, len(base.glyphs), shaped, piece)
    shifted = zip(base.offsets_em, placed.base_shifts_em, strict=True)
    return replace(
        base,
        width_em=placed.width_em,
        offsets_em=tuple(offset + shift for offset, shift in shifted),
        missing=base.missing + missing_in(shaped),
        ruby=replace(placed.ruby, rise_em=rise),
    )


def in_one(parts: list[Cluster], tracking_em: float) -> Cluster:
    """Join clusters to one that nothing parts."""
    width_em = 0.0
    offsets: list[float] = []
    for number, part in enumerate(parts):
        width_em += tracking_em if number else 0.0
        offsets += [width_em + offset for offset in part.offsets_em]
        width_em += part.width_em
    return Cluster(
        "".join(part.text for part in parts),
        parts[0].first,
        parts[-1].last,
        width_em,
        tuple(glyph for part in parts for glyph in part.glyphs),
        tuple(offsets),
        tuple(text for part in parts for text in part.texts),
        missing="".join(part.missing for part in parts),
    )


_TABLE_LIMIT: Final = 50_000
_FULL_WIDTH: Final = 0.9
_SPACEABLE: Final = LATIN | {CharClass.WIDE_DIGIT}


def classes_of(piece: str) -> tuple[CharClass, CharClass]:
    """Return the classes of a piece: how it behaves towards the one before and the one behind it."""
    quote = QUOTE_OF.get(piece[0])
    if quote is not None:
        member = CharClass.OPEN if quote in "“‘" else CharClass.CLOSE
        return member, member
    bare = piece.rstrip("\ufe00\ufe01\u200d\u3099\u309a") or piece
    first = char_class(bare[0])
    return first, char_class(bare[-1]) if first in LATIN else first


def _halved(shaped: ShapedText, member: CharClass) -> ShapedText:
    """Take the empty half off a mark when the face has no `halt` for it."""
    shift = {CharClass.OPEN: -0.5, CharClass.MIDDLE: -0.25}.get(member, 0.0)
    return ShapedText(shaped.glyphs, (0.5,), (shift,), shaped.texts)
