"""The history of an event: visitors and companies by edition. Knows no type; `history_chart` draws it.

Figures of other units than the latest are left out: a column of people in all and one of single people on
one scale would lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ofdesk.model.parts import Figure
from ofdesk.model.records import Edition

_MEASURES = ("visitors", "companies")
_LEAST_EDITIONS = 2


@dataclass(frozen=True, slots=True)
class YearFigure:
    """A figure of one edition.

    Attributes:
        record: identity of the edition.
        when: its year, with the month where a year has several.
        figure: what is counted; its value is known.
    """

    record: str
    when: str
    figure: Figure

    @property
    def value(self) -> int:
        """The number itself."""
        return self.figure.value or 0


@dataclass(frozen=True, slots=True)
class Series:
    """A measure through the editions, oldest first.

    Attributes:
        measure: "visitors" or "companies".
        unit: code of the unit they share.
        sources: where the figures come from, each once.
    """

    measure: str
    unit: str
    figures: tuple[YearFigure, ...]
    sources: tuple[str, ...]


def history_of(editions: Iterable[Edition]) -> tuple[Series, ...]:
    """Return the measures that at least two dated editions tell in the same unit."""
    dated = sorted((e for e in editions if e.begins), key=_rank)
    found = []
    for measure in _MEASURES:
        told: list[tuple[Edition, Figure]] = []
        for edition in dated:
            figure: Figure | None = getattr(edition, measure)
            if figure is not None and figure.value is not None:
                told.append((edition, figure))
        if not told:
            continue
        unit = told[-1][1].unit
        alike = [(edition, figure) for edition, figure in told if figure.unit == unit]
        if len(alike) >= _LEAST_EDITIONS:
            sources = tuple(dict.fromkeys(figure.source for _, figure in alike if figure.source))
            found.append(Series(measure, unit, _figures(alike), sources))
    return tuple(found)


def _rank(edition: Edition) -> tuple[tuple[int, int, int], str]:
    return edition.begins.sort_key if edition.begins else (0, 0, 0), edition.id


def _figures(told: list[tuple[Edition, Figure]]) -> tuple[YearFigure, ...]:
    years = Counter(edition.begins.year for edition, _ in told if edition.begins)
    found = []
    for edition, figure in told:
        begins = edition.begins
        if begins is None:
            continue
        several = years[begins.year] > 1 and begins.month is not None
        when = f"{begins.year}.{begins.month}" if several else str(begins.year)
        found.append(YearFigure(edition.id, when, figure))
    return tuple(found)
