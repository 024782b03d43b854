"""How much there is to tell of an event: one page or two, judged without setting a letter.

The plan asks for it on every keystroke, so that lines are counted from characters. The count leans to two
pages: a second page with white on it is better than a text that is cut.
"""

from __future__ import annotations

from collections.abc import Iterable

from ofdesk.booklet.history import history_of
from ofdesk.booklet.pictures import MOST_IN_MOSAIC, pictures_of_event
from ofdesk.booklet.record_facts import scores_of
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import Person
from ofdesk.model.records import Edition, Event

_LINES_A_PAGE = 27  # of one column, with the smallest picture above it
_LINES_OF_BOTH = 49  # of both together, since charts are not divided
_LINES_OF_FACTS = 19  # of the right column, with the small map
_CHARS_A_LINE = 30
_LATIN_A_LINE = 110  # small letters of the overview in English, by the height of a line of the others
_CHARS_A_POINT = 27  # features stand behind a dash, results and persons behind a label
_LINES_OF_A_CHART, _LINES_OF_A_RADAR = 5, 9
SPREAD = "spread"


def takes_two_pages(catalogue: Catalogue, event: Event) -> bool:
    """Tell whether an event is told on two facing pages: as was decided by hand, else by the amount."""
    wished = event.layout.pages if event.layout else ""
    return wished == SPREAD if wished else needs_second_page(catalogue, event)


def needs_second_page(catalogue: Catalogue, event: Event) -> bool:
    """Tell whether an event's results, persons, charts or further photos go to a page of their own."""
    many = len(event.photos) > MOST_IN_MOSAIC
    if many and len(pictures_of_event(catalogue, event)) > MOST_IN_MOSAIC:
        return True
    background = _points(event.results) + _persons(event.key_persons) + _persons(event.co_leaders)
    charts = _charts(catalogue, event)
    if not background and not charts:
        return False
    overview = event.overview_long or event.overview_short
    left = -(-len(overview) // _CHARS_A_LINE) + _points(event.features) + background
    left += -(-len(event.overview_en) // _LATIN_A_LINE)
    return left > _LINES_A_PAGE or left + _LINES_OF_FACTS + charts > _LINES_OF_BOTH


def _points(texts: Iterable[str]) -> int:
    return sum(max(1, -(-len(text) // _CHARS_A_POINT)) for text in texts)


def _persons(persons: Iterable[Person]) -> int:
    return _points(f"{person.name}　{person.role}　{person.comment}" for person in persons)


def _charts(catalogue: Catalogue, event: Event) -> int:
    history = history_of(catalogue.referring(Edition, "event", event.id))
    return len(history) * _LINES_OF_A_CHART + (_LINES_OF_A_RADAR if scores_of(event) else 0)
