"""Tables of facts: what belongs together stands on one line."""

from __future__ import annotations

import pytest
from tests.unit.booklet.pages import runs

from ofdesk.base.geometry import Rect
from ofdesk.booklet.fact_table import TableLook, set_facts
from ofdesk.booklet.facts import Fact
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.toolkit import Toolkit

GROUPS = ("10:30～15:30", "所要90分", "定員12名")


def lines_of(toolkit: Toolkit, width_mm: float) -> list[str]:
    """Return the lines of a row of hours in a table of a width, from the top down."""
    builder = PageBuilder(toolkit, 2)
    look = TableLook(builder.style("entry_label"), builder.style("entry_value"), 10.0, ruled=False)
    fact = Fact("時間", "／".join(GROUPS), turns_at="／")
    set_facts(builder, (fact,), Rect(20.0, 20.0, width_mm, 60.0), look)
    found: dict[float, str] = {}
    for run in runs(builder.finish(with_folio=False)):
        if run.x_mm >= 30.0:  # right of the label
            found[run.y_mm] = found.get(run.y_mm, "") + "".join(run.texts)
    return [found[y_mm] for y_mm in sorted(found)]


@pytest.mark.parametrize("width_mm", [30.0, 35.0, 40.0, 45.0, 50.0, 60.0])
def test_a_line_of_hours_ends_between_its_groups_only(width_mm: float, toolkit: Toolkit) -> None:
    lines = lines_of(toolkit, width_mm)
    assert [group for line in lines for group in line.split("／")] == list(GROUPS)
