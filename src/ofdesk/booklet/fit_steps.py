"""Sets a page so that its texts find room: as designed, else in the first step of the ladder that helps.

All texts of a page take the same step, so that what stands side by side keeps one size and one leading. Steps
of leading leave the baseline grid; columns of one style still stand line by line, since they begin together.
A page on which no step lets all texts find room takes the last one, if that helps at all.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any, TypeAlias

from ofdesk.booklet.index_kinds import INDEXES
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Page

LayOut: TypeAlias = Callable[[Any, Toolkit], Page]

MAP_PATTERNS = frozenset({"nation_map", "region_opener"})
_FIXED_ROWS = frozenset({"back_cover", "blank", "calendar", "contents", "cover", *INDEXES})


def gives_way(pattern: str) -> bool:
    """Tell whether the texts of a pattern take steps: maps and lists of fixed rows do not."""
    return pattern not in MAP_PATTERNS and pattern not in _FIXED_ROWS


def lost_on(page: Page) -> int:
    """Return how many characters of all texts are left out."""
    return sum(box.left_out_chars for box in page.fields)


def lost_by_text(page: Page) -> dict[tuple[str, str], int]:
    """Return for each record and field of which characters are left out how many, in the page's order."""
    lost: Counter[tuple[str, str]] = Counter()
    for box in page.fields:
        if box.left_out_chars:
            lost[box.record, box.field] += box.left_out_chars
    return lost


def set_to_fit(lay_out: LayOut, content: Hashable, toolkit: Toolkit) -> Page:
    """Return the page in the first step in which all its texts find room."""
    plain = lay_out(content, toolkit)
    lost, last = lost_on(plain), toolkit.theme.ladder.last
    if not lost or not last:
        return plain
    # The last step is tried before the others: where it does not help, neither do they.
    tightest = lay_out(content, toolkit.at_step(last))
    if left_over := lost_on(tightest):
        return _told(tightest, plain) if left_over < lost else plain
    for step in range(1, last):
        page = lay_out(content, toolkit.at_step(step))
        if not lost_on(page):
            return _told(page, plain)
    return _told(tightest, plain)


def _told(page: Page, plain: Page) -> Page:
    """Return a page with the texts noted that made it necessary."""
    lost = lost_by_text(plain)
    crowded = tuple(sorted(lost, key=lambda key: -lost[key]))
    assert page.tightened is not None
    return dataclasses.replace(page, tightened=dataclasses.replace(page.tightened, crowded=crowded))
