"""Where lines end: the choice over the whole paragraph that costs least (total fit).

Owns the choice between drawing characters in (追い込み), pushing them out (追い出し) and letting 、。
hang. Source: D. E. Knuth, M. F. Plass, "Breaking Paragraphs into Lines" (1981), with the costs of
Japanese setting.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from ofdesk.typesetting.characters import NEVER_AT_LINE_END, CharClass
from ofdesk.typesetting.horizontal_list import HorizontalList, Item
from ofdesk.typesetting.spacing import HEAVY_PENALTY, MAX_SPREAD_EM

MAX_SQUEEZE_EM: Final = 0.06
"""Most that may be taken from between the characters of a line that no rule lets end elsewhere."""

_INFINITE: Final = float("inf")
_POINTS: Final = frozenset({CharClass.PERIOD, CharClass.COMMA})
_ROWS: Final = frozenset({CharClass.NO_START, CharClass.DIVIDING, CharClass.DASH})
_WIDOW_EM: Final = 2.1
_WIDOW_COST: Final = 2.0
_RAGGED_WIDOW_COST: Final = 6.0  # more than any empty line costs
_LINE_COST: Final = 0.1
_DESPERATE_COST: Final = 400.0
_SOFT_COST: Final = 2e4  # inside a row of ！ or ー
_SMALL_KANA_COST: Final = 6e4  # JIS X 4051 leaves it to the publisher
_GAPING_COST: Final = 1e5
_UNLAWFUL_COST: Final = 1e6
_RAGGED_COST: Final = 1e6
_OVERFULL_COST: Final = 1e7
_LONG_ITEMS: Final = 150
_VISIBLE_EM: Final = 0.06  # space between characters that begins to be seen
_HAIR_MM: Final = 1e-6


@dataclass(frozen=True, slots=True)
class LineSpan:
    """A line as a stretch of items: first, the one past the last, and whether its last mark hangs."""

    first: int
    past: int
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What lines are broken to.

    Attributes:
        width_mm: of every line.
        indent_mm: taken from the first line.
        em_mm: type size, the scale of what is loose and what is tight.
        justified: whether lines are brought to the full width.
        hanging: whether 、。 may stand outside.
    """

    width_mm: float
    indent_mm: float
    em_mm: float
    justified: bool
    hanging: bool = False


def break_lines(material: HorizontalList, measure: Measure) -> list[LineSpan]:
    """Return the lines of a paragraph; every item stands in exactly one of them.

    First only nearly full lines are tried, which is quick and nearly always finds the best; then all
    that good setting allows; then words and numbers may open up, or the line be squeezed. Rules of line
    ends are broken only when a line would otherwise gape or leave the frame, as by a row of forty ！.
    """
    if not material.items:
        return []
    em = measure.em_mm
    thorough = _Tolerance(measure.width_mm, MAX_SPREAD_EM, desperate=True)
    lawful = _lawful_ends(material)
    if measure.justified:
        for tolerance, ends in (
            (_Tolerance(max(2.0 * em, 0.08 * measure.width_mm), 0.12), _light_ends(lawful)),
            (_Tolerance(measure.width_mm, MAX_SPREAD_EM), lawful),
        ):
            found = _Search(material, measure, tolerance, ends).run()
            if found.spans:
                return found.spans
    found = _Search(material, measure, thorough, lawful).run()
    if found.cost >= (_GAPING_COST if measure.justified else _OVERFULL_COST):
        found = _anywhere(material, measure, thorough)
    return found.spans


def _anywhere(material: HorizontalList, measure: Measure, thorough: _Tolerance) -> _Found:
    """Return lines that may end at any place; of long texts only nearly full ones, for there are many."""
    ends = _all_ends(material)
    if len(material.items) > _LONG_ITEMS:
        slack_mm = max(6.0 * measure.em_mm, 0.2 * measure.width_mm)
        nearly_full = _Tolerance(slack_mm, MAX_SPREAD_EM, desperate=True)
        found = _Search(material, measure, nearly_full, ends).run()
        if found.cost < _OVERFULL_COST:
            return found
    return _Search(material, measure, thorough, ends).run()


@dataclass(frozen=True, slots=True)
class _LineEnds:
    """Where lines may end: the number of items before, how far these reach, and the cost."""

    past: list[int]
    ends_mm: list[float]
    penalties: list[float]


def _lawful_ends(material: HorizontalList) -> _LineEnds:
    return _LineEnds(
        [*material.breaks, len(material.items)],
        [*material.break_ends, material.ends[-1]],
        [*material.penalties, 0.0],
    )


def _light_ends(ends: _LineEnds) -> _LineEnds:
    """Return the places where nobody stumbles."""
    if max(ends.penalties) < HEAVY_PENALTY:
        return ends
    light = [index for index, penalty in enumerate(ends.penalties) if penalty < HEAVY_PENALTY]
    return _LineEnds(
        [ends.past[index] for index in light],
        [ends.ends_mm[index] for index in light],
        [ends.penalties[index] for index in light],
    )


def _all_ends(material: HorizontalList) -> _LineEnds:
    """Return every place between items; those against the rules cost more than any looseness."""
    lawful = dict(zip(material.breaks, material.penalties, strict=True))
    items = material.items
    count = len(items)
    penalties = [
        lawful[past] if past in lawful else _unlawful_cost(items[past - 1], items[past])
        for past in range(1, count)
    ]
    ends_mm = [end_mm + item.tail_mm for item, end_mm in zip(items, material.ends, strict=True)]
    return _LineEnds(list(range(1, count + 1)), [*ends_mm[:-1], material.ends[-1]], [*penalties, 0.0])


def _unlawful_cost(before: Item, after: Item) -> float:
    """Return what it costs to end a line where no line should end."""
    first = after.cluster.first
    if before.cluster.text == after.cluster.text and first in _ROWS:
        return _SOFT_COST
    if first is CharClass.NO_START and before.cluster.last not in NEVER_AT_LINE_END:
        return _SMALL_KANA_COST
    return _UNLAWFUL_COST


@dataclass(frozen=True, slots=True)
class _Found:
    """The cheapest lines and what they cost."""

    spans: list[LineSpan]
    cost: float


@dataclass(frozen=True, slots=True)
class _Tolerance:
    """How empty a line may be and how far its characters may be spaced.

    Attributes:
        desperate: whether words and numbers may open up, and lines be squeezed or too full, rather than
            finding none.
    """

    slack_mm: float
    spread_em: float
    desperate: bool = False


class _Search:
    """Shortest path over the places where lines may end; one use each."""

    def __init__(
        self, material: HorizontalList, measure: Measure, tolerance: _Tolerance, ends: _LineEnds
    ) -> None:
        self._material = material
        self._measure = measure
        self._tolerance = tolerance
        self._past = ends.past
        self._penalties = ends.penalties
        self._ends = ends.ends_mm
        self._cost = [_INFINITE] * len(self._past)
        self._from = [-1] * len(self._past)
        self._hangs = [False] * len(self._past)

    def run(self) -> _Found:
        """Return the cheapest lines; none when no way leads to the end."""
        width_mm = self._measure.width_mm
        self._extend(-1, 0, 0.0, width_mm - self._measure.indent_mm)
        for node, past in enumerate(self._past[:-1]):
            if self._cost[node] < _INFINITE:
                self._extend(node, past, self._cost[node], width_mm)
        return _Found(self._trace() if self._cost[-1] < _INFINITE else [], self._cost[-1])

    def _extend(self, node: int, first: int, cost: float, width_mm: float) -> None:
        """Try all lines that begin at item `first`, which is where the line of `node` ended."""
        ends = self._ends
        edge = self._material.starts[first] + width_mm
        final = len(ends) - 1
        way_out = False
        for candidate in range(bisect_left(ends, edge - self._tolerance.slack_mm, node + 1), final + 1):
            slack = edge - ends[candidate]
            if candidate == final and slack >= -_HAIR_MM:
                break
            line_cost, hangs = self._line_cost(first, candidate, slack)
            if line_cost < _INFINITE:
                way_out = True
                self._note(candidate, node, cost + line_cost, hangs)
            elif slack < -self._measure.em_mm - self._shrink(first, candidate):
                break
        slack = edge - ends[final]
        if slack >= -_HAIR_MM:
            way_out = True
            self._note(final, node, cost + self._end_cost(first), hangs=False)
        if self._tolerance.desperate and not way_out:
            self._note(node + 1, node, cost + _OVERFULL_COST, hangs=False)

    def _note(self, candidate: int, node: int, cost: float, hangs: bool) -> None:
        """Keep a way to a line end when it is the cheapest so far."""
        if cost < self._cost[candidate]:
            self._cost[candidate] = cost
            self._from[candidate] = node
            self._hangs[candidate] = hangs

    def _shrink(self, first: int, candidate: int) -> float:
        shrink = self._material.shrink
        return shrink[self._past[candidate]] - shrink[first + 1]

    def _line_cost(self, first: int, candidate: int, slack_mm: float) -> tuple[float, bool]:
        """Return what a line costs that is followed by others, and whether its last mark hangs."""
        penalty = self._penalties[candidate] + _LINE_COST
        past = self._past[candidate]
        if not self._measure.justified:
            empty = slack_mm / self._measure.width_mm
            return (_INFINITE if slack_mm < -_HAIR_MM else 4 * empty * empty + penalty), False
        plain = self._adjustment_cost(first, past, slack_mm)
        if self._measure.hanging and (hung_mm := hanging_mm(self._material, past)):
            hung = self._adjustment_cost(first, past, slack_mm + hung_mm)
            if hung < plain:
                return hung + penalty, True
        return plain + penalty, False

    def _adjustment_cost(self, first: int, past: int, slack_mm: float) -> float:
        """Return the cost of bringing a line to the full width."""
        material = self._material
        if slack_mm < 0:
            room = material.shrink[past] - material.shrink[first + 1]
            if -slack_mm > room + _HAIR_MM:
                if not self._tolerance.desperate:
                    return _INFINITE
                return self._squeezed_cost(first, past, -slack_mm - room)
            tight = -slack_mm / room if room else 0.0
            return 0.4 * tight + 2.0 * tight**2 + tight**4
        room = material.stretch[past] - material.stretch[first + 1]
        if slack_mm <= room:
            loose = slack_mm / room if room else 0.0
            return 0.5 * loose * loose
        ems = material.spread[past] - material.spread[first + 1]
        spread_em = (slack_mm - room) / ems if ems else _INFINITE
        cost = 0.5
        if spread_em > self._tolerance.spread_em + _HAIR_MM:
            if not self._tolerance.desperate:
                return _INFINITE
            ems = open_ems(material, first, past)
            if not ems:
                return _RAGGED_COST * (1 + slack_mm / self._measure.width_mm)  # nothing there to open
            spread_em = (slack_mm - room) / ems
            cost = _DESPERATE_COST if spread_em <= MAX_SPREAD_EM else _GAPING_COST
        ratio = spread_em / _VISIBLE_EM
        return cost + ratio * ratio * (1 + ratio)

    def _squeezed_cost(self, first: int, past: int, excess_mm: float) -> float:
        """Return the cost of a line that is too full when all its marks have given way."""
        ems = open_ems(self._material, first, past)
        if excess_mm > MAX_SQUEEZE_EM * ems + _HAIR_MM:
            return _INFINITE
        return _DESPERATE_COST * (0.5 + excess_mm / (MAX_SQUEEZE_EM * ems))

    def _end_cost(self, first: int) -> float:
        """Return what the last line costs: one or two characters alone look lost."""
        material = self._material
        width_mm = material.ends[-1] - material.starts[first]
        if not first or width_mm >= _WIDOW_EM * self._measure.em_mm:
            return 0.0
        return _WIDOW_COST if self._measure.justified else _RAGGED_WIDOW_COST

    def _trace(self) -> list[LineSpan]:
        """Follow the cheapest way back from the end."""
        spans: list[LineSpan] = []
        node = len(self._past) - 1
        while node >= 0:
            before = self._from[node]
            first = self._past[before] if before >= 0 else 0
            spans.append(LineSpan(first, self._past[node], self._hangs[node]))
            node = before
        return spans[::-1]


def open_ems(material: HorizontalList, first: int, past: int) -> float:
    """Return the em (in mm) of all places of a line that open when words and numbers do as well."""
    between = material.spread[past] - material.spread[first + 1]
    return between + material.letters[past] - material.letters[first]


def hanging_mm(material: HorizontalList, past: int) -> float:
    """Return how far the mark that ends before item `past` would hang outside (0: it may not)."""
    if material.items[past - 1].cluster.last not in _POINTS:
        return 0.0
    return material.ends[past - 1] - material.starts[past - 1]
