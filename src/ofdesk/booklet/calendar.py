"""The calendar of a year: which edition of which event is held when.

Owns the choice of the year and of the editions; knows no type. A year runs from April to March (年度), as
the bureaus count.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ofdesk.booklet.numbering import reading_of
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Edition, Event

FIRST_MONTH = 4
ROWS_PER_CALENDAR = 34
_PERMANENT = "permanent"
_YEARS = range(1, 9998)  # years with a March that the calendar of Python knows


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """An event in the calendar.

    Attributes:
        editions: its editions in the year, in order; none for an event that is open all the year, or not
            held in it.
        other: its latest edition, for an event that is held in other years.
    """

    event: RecordId
    editions: tuple[Edition, ...]
    other: Edition | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The rows of a year by their first day, then events open all the year, then those of other years."""

    year: int
    rows: tuple[CalendarRow, ...]


def fiscal_year(when: PartialDate) -> int | None:
    """Return the year from April to March in which a date falls, None where its month is not known."""
    if when.month is None:
        return None
    return when.year if when.month >= FIRST_MONTH else when.year - 1


def days_of(edition: Edition) -> tuple[date, date] | None:
    """Return the first and the last day of an edition; a month without days counts whole."""
    begins = edition.begins or edition.ends
    ends = edition.ends or edition.begins
    if begins is None or ends is None or begins.month is None:
        return None
    if ends.year not in _YEARS:
        ends = begins
    first = date(begins.year, begins.month, begins.day or 1)
    if ends.month is None:
        ends = begins
    month = ends.month or begins.month
    last = date(ends.year, month, ends.day or monthrange(ends.year, month)[1])
    return (first, last) if first <= last else (first, first)


def calendar_of(catalogue: Catalogue, events: Iterable[Event]) -> Calendar | None:
    """Return the calendar of the year in which most events are held last; None when no date is known.

    Of years with equally many events the later one is taken.
    """
    known = tuple(events)
    editions = {event.id: catalogue.referring(Edition, "event", event.id) for event in known}
    years: Counter[int] = Counter()
    for own in editions.values():
        told = [year for edition in own if (year := _year_of(edition)) is not None]
        if told:
            years[max(told)] += 1
    if not years:
        return None
    year = max(years, key=lambda each: (years[each], each))
    dated, permanent, others = [], [], []
    for event in known:
        held = [(days, e) for e in editions[event.id] if _year_of(e) == year and (days := days_of(e))]
        held.sort(key=lambda pair: (pair[0], pair[1].id))
        row = CalendarRow(event.id, tuple(edition for _, edition in held))
        if held:
            dated.append(((held[0][0], reading_of(event)), row))
        elif event.frequency == _PERMANENT:
            permanent.append(row)
        elif latest := _latest(editions[event.id]):
            others.append(CalendarRow(event.id, (), latest))
    dated.sort(key=lambda pair: pair[0])
    return Calendar(year, (*(row for _, row in dated), *permanent, *others))


def _latest(editions: Iterable[Edition]) -> Edition | None:
    """Return the edition that is held last, of those whose month is known."""
    held = [(days, e.id, e) for e in editions if (days := days_of(e)) and _year_of(e) is not None]
    return max(held, key=lambda one: one[:2])[-1] if held else None


def _year_of(edition: Edition) -> int | None:
    """Return the year in which an edition begins, as the calendar counts; None where it is not known."""
    when = edition.begins or edition.ends
    year = fiscal_year(when) if when else None
    # None is no number: a range would compare it with each of its years.
    return year if year is not None and year in _YEARS else None
