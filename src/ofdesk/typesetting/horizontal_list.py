"""A paragraph before it has lines: its pieces and gaps in a row, with running sums.

Owns the measuring; the sums make the width of any stretch of the row, and how far it gives, one
subtraction. The name is TeX's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from ofdesk.typesetting.characters import CharClass
from ofdesk.typesetting.clusters import BREAK_HERE, Cluster, ClusterTable, split_text
from ofdesk.typesetting.spacing import FORBIDDEN, Gap, gap_at_space, gap_between
from ofdesk.typesetting.style import TextRun, TextStyle

Tables = Callable[[TextStyle], ClusterTable]

_ADDRESS_BREAK: Final = Gap(spread=False, penalty=1.0)
_BETWEEN_DASHES: Final = Gap(spread=False, penalty=20.0)  # ――……: pairs of two kinds
_WORD_BREAK: Final = Gap(penalty=50.0)
_NO_GAP: Final = Gap(penalty=FORBIDDEN)
_UNITS: Final = frozenset(
    (
        "%",
        "mm",
        "cm",
        "m",
        "km",
        "m2",
        "km2",
        "m3",
        "ha",
        "g",
        "kg",
        "mg",
        "t",
        "L",
        "ml",
        "px",
        "dpi",
        "ppi",
        "pt",
        "V",
        "W",
        "kW",
        "kWh",
        "MW",
        "A",
        "Hz",
        "kHz",
        "MHz",
        "GHz",
        "dB",
        "N",
        "Pa",
        "kPa",
        "MPa",
        "hPa",
        "°C",
        "GB",
        "MB",
        "TB",
        "rpm",
        "nm",
        "μm",
        "cc",
    )
)
_BEFORE_NUMBERS: Final = frozenset(("No.", "Vol.", "Fig.", "Ver.", "p.", "pp."))
_TAIL_EM: Final = 0.25
_NUMBERS: Final = frozenset((CharClass.DIGIT, CharClass.WIDE_DIGIT))
_NUMBER_JOINTS: Final = frozenset("：．，／－")
_BEHIND_UNITS: Final = ").,;:]"  # what Latin marks a unit brings along in its piece: (12 kg)


@dataclass(slots=True)
class Item:
    """A cluster in its place.

    Attributes:
        cluster: what is set.
        style: style of its characters.
        source: index of its first character in the paragraph.
        gap: the space before it, and its scale in mm per em.
        blank: the cluster of blanks the gap stands for, if the text has any there.
    """

    cluster: Cluster
    style: TextStyle
    source: int
    gap: Gap
    gap_em_mm: float
    blank: Cluster | None

    @property
    def tail_mm(self) -> float:
        """Width of the empty quarter em that a middle dot keeps behind it at the end of a line."""
        return _TAIL_EM * self.style.em_mm if self.cluster.last is CharClass.MIDDLE else 0.0


@dataclass(slots=True)
class HorizontalList:
    """All items of a paragraph with running sums in mm.

    Index k of `starts` and `ends` is the left and the right edge of item k's body when the whole
    paragraph stands in one line. `shrink`, `stretch` and `spread` hold, at k, the sums over the gaps
    before items 0 … k − 1: what may be taken away, what may be added first, and the em (in mm) of
    the gaps that open up when all characters are spaced. `letters` holds the same for the places
    inside items 0 … k − 1. `breaks` holds the items before which a line may end, `break_ends` and
    `penalties` where it would end and what that costs. `lead_mm` is the width of blanks in front of
    the first item, `length` the number of characters.
    """

    items: list[Item] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    shrink: list[float] = field(default_factory=lambda: [0.0])
    stretch: list[float] = field(default_factory=lambda: [0.0])
    spread: list[float] = field(default_factory=lambda: [0.0])
    letters: list[float] = field(default_factory=lambda: [0.0])
    breaks: list[int] = field(default_factory=list)
    break_ends: list[float] = field(default_factory=list)
    penalties: list[float] = field(default_factory=list)
    lead_mm: float = 0.0
    length: int = 0

    @property
    def widest_mm(self) -> float:
        """Width of the widest item: what a line must at least hold."""
        return max((end - start for start, end in zip(self.starts, self.ends, strict=True)), default=0.0)


def build_list(
    runs: tuple[TextRun, ...],
    tables: Tables,
    *,
    cut_wider_mm: float = 0.0,
    split: Callable[[str], list[str]] = split_text,
) -> HorizontalList:
    """Measure a paragraph.

    Args:
        runs: texts without line breaks.
        tables: where the clusters of a style are found.
        cut_wider_mm: words wider than this are cut into letters (0: never).
        split: gives the pieces of a text.
    """
    builder = _Builder(tables, cut_wider_mm, split)
    for run in runs:
        builder.add(run)
    return builder.built


class _Builder:
    """Puts items in a row; one use each."""

    def __init__(self, tables: Tables, cut_wider_mm: float, split: Callable[[str], list[str]]) -> None:
        self._tables = tables
        self._split = split
        self._stand_ins: dict[tuple[TextStyle, str], TextStyle] = {}
        self.built = HorizontalList()
        self._cut_wider_mm = cut_wider_mm
        self._x_mm = 0.0
        self._last: Item | None = None
        self._blank: Cluster | None = None
        self._address_break = False

    def add(self, run: TextRun) -> None:
        """Append one run."""
        style, table = run.style, self._tables(run.style)
        known = table.known
        for piece in self._split(run.text):
            cluster = known.get(piece) or table.cluster(piece)
            if cluster.blank:
                self._add_blank(cluster, style)
            elif piece == BREAK_HERE:
                self._address_break = True
            elif cluster.missing and table.stand_ins:
                self._add_word(*self._stand_in(piece, style, table))
            else:
                self._add_word(cluster, style, table)

    def _add_word(self, cluster: Cluster, style: TextStyle, table: ClusterTable) -> None:
        em_mm = style.em_mm
        if self._cut_wider_mm and cluster.width_em * em_mm > self._cut_wider_mm:
            for number, letter in enumerate(table.letters(cluster)):
                self._append(letter, style, em_mm, _WORD_BREAK if number else None)
        else:
            self._append(cluster, style, em_mm, None)

    def _stand_in(
        self, piece: str, style: TextStyle, table: ClusterTable
    ) -> tuple[Cluster, TextStyle, ClusterTable]:
        """Return a piece in the first face that has all its glyphs.

        Where none has, it is set in the style's own face, whose box shows what is missing.
        """
        for face in table.stand_ins:
            other = self._stand_ins.get((style, face))
            if other is None:
                other = self._stand_ins[style, face] = replace(style, face=face)
            instead = self._tables(other)
            cluster = instead.cluster(piece)
            if not cluster.missing:
                return cluster, other, instead
        return table.cluster(piece), style, table

    def _add_blank(self, cluster: Cluster, style: TextStyle) -> None:
        built = self.built
        last = self._last
        if last is not None and last.style.face != style.face:
            # It is printed with what stands before it: as wide as in its own face, the glyph of that one.
            glyphs = self._tables(last.style).cluster(cluster.text).glyphs
            cluster = replace(cluster, glyphs=glyphs)
        if last is None:
            built.lead_mm += cluster.width_em * style.em_mm
        elif self._blank is None:
            self._blank = cluster
        else:
            self._blank = _joined(self._blank, cluster)
        built.length += len(cluster.text)

    def _append(self, cluster: Cluster, style: TextStyle, em_mm: float, gap: Gap | None) -> None:
        built = self.built
        last = self._last
        gap_em_mm = em_mm
        if last is None:
            gap = _NO_GAP
        else:
            if gap is None:
                gap = self._gap(last.cluster, cluster)
            last_em_mm = last.style.em_mm if last.style is not style else em_mm
            gap_em_mm = min(em_mm, last_em_mm)
            self._x_mm += gap.natural_em * gap_em_mm + last.style.tracking_em * last_em_mm
            if gap.penalty != FORBIDDEN:
                built.breaks.append(len(built.items))
                end_mm = built.ends[-1]
                if last.cluster.last is CharClass.MIDDLE:
                    end_mm += _TAIL_EM * last_em_mm
                built.break_ends.append(end_mm)
                built.penalties.append(gap.penalty)
        self._last = Item(cluster, style, built.length, gap, gap_em_mm, self._blank)
        self._blank = None
        built.items.append(self._last)
        built.starts.append(self._x_mm)
        self._x_mm += cluster.width_em * em_mm
        built.ends.append(self._x_mm)
        built.shrink.append(built.shrink[-1] + gap.shrink_em * gap_em_mm)
        built.stretch.append(built.stretch[-1] + gap.stretch_em * gap_em_mm)
        built.spread.append(built.spread[-1] + (gap_em_mm if gap.spread else 0.0))
        built.letters.append(built.letters[-1] + cluster.letters * em_mm)
        built.length += len(cluster.text) + cluster.markup

    def _behind_number(self) -> bool:
        """Tell whether the last item stands behind a number."""
        items = self.built.items
        return len(items) > 1 and items[-1].blank is None and items[-2].cluster.last in _NUMBERS

    def _gap(self, before: Cluster, after: Cluster) -> Gap:
        """Return the space between the last item and a new one."""
        if self._address_break:
            self._address_break = False
            return _ADDRESS_BREAK
        blank = self._blank
        if blank is None:
            if after.first is CharClass.DASH is before.last and before.text[-1] != after.text[0]:
                return _BETWEEN_DASHES
            if after.first in _NUMBERS and before.text in _NUMBER_JOINTS and self._behind_number():
                return _gap_in_number(before.last, after.first)
            return gap_between(before.last, after.first)
        sticky = (
            "\u00a0" in blank.text
            or "\u202f" in blank.text
            or (before.last in _NUMBERS and after.text.rstrip(_BEHIND_UNITS) in _UNITS)
            or (after.first is CharClass.DIGIT and before.text in _BEFORE_NUMBERS)
        )
        return gap_at_space(before.last, after.first, blank.width_em, sticky=sticky)


@cache
def _gap_in_number(before: CharClass, after: CharClass) -> Gap:
    """Return the space behind a wide mark inside a number (10：00), where no line ends."""
    return replace(gap_between(before, after), penalty=FORBIDDEN)


def _joined(first: Cluster, second: Cluster) -> Cluster:
    """Return two blanks that meet at the border of two runs as one."""
    return Cluster(
        first.text + second.text,
        first.first,
        second.last,
        first.width_em + second.width_em,
        first.glyphs,
        first.offsets_em,
        (first.text + second.text,),
        blank=True,
    )
