"""Display lists moved and magnified: every length grows by the same factor."""

from __future__ import annotations

from ofdesk.base.geometry import Rect, Size
from ofdesk.drawing.display_list import (
    Anchor,
    FieldBox,
    GlyphRun,
    Group,
    Image,
    Ink,
    Link,
    Page,
    Path,
    Polylines,
    Stroke,
)
from ofdesk.drawing.transform import Transform

BY = Transform(2.0, 10.0, 1.0)
STROKE = Stroke(Ink("text"), 0.5, (1.0, 0.25))
DOUBLE = Stroke(Ink("text"), 1.0, (2.0, 0.5))


def test_lines_grow_with_their_width_and_dashes() -> None:
    path = Path((("M", 1.0, 2.0), ("C", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0), ("Z",)), stroke=STROKE)
    grown = Path((("M", 12.0, 5.0), ("C", 12.0, 5.0, 16.0, 9.0, 20.0, 13.0), ("Z",)), stroke=DOUBLE)
    assert BY.op(path) == grown
    lines = Polylines(((1.0, 2.0, 3.0, 4.0), (0.0, 0.0, 0.5, 0.5)), stroke=STROKE)
    assert BY.op(lines) == Polylines(((12.0, 5.0, 16.0, 9.0), (10.0, 1.0, 11.0, 2.0)), stroke=DOUBLE)
    assert BY.op(Polylines(((1.0, 2.0, 3.0, 4.0),), fill=Ink("paper"))) == Polylines(
        ((12.0, 5.0, 16.0, 9.0),), fill=Ink("paper")
    )


def test_type_grows_with_its_spacing_and_halo() -> None:
    run = GlyphRun("A", 6.0, 1.0, 2.0, (1, 2), (0.0, 2.0), ("a", "b"), halo=STROKE, rise_mm=(0.0, 0.1))
    found = BY.op(run)
    assert found == GlyphRun(
        "A", 12.0, 12.0, 5.0, (1, 2), (0.0, 4.0), ("a", "b"), halo=DOUBLE, rise_mm=(0.0, 0.2)
    )


def test_what_lies_inside_of_groups_grows_with_its_clip() -> None:
    box = Path((("M", 0.0, 0.0), ("L", 1.0, 0.0), ("Z",)))
    rect, grown = Rect(1.0, 2.0, 3.0, 4.0), Rect(12.0, 5.0, 6.0, 8.0)
    found = BY.op(Group((Image("ab", rect), Link(rect, anchor="p"), Anchor("p", 3.0)), clip=box, tag="P"))
    assert found == Group(
        (Image("ab", grown), Link(grown, anchor="p"), Anchor("p", 7.0)),
        clip=Path((("M", 10.0, 1.0), ("L", 12.0, 1.0), ("Z",))),
        tag="P",
    )


def test_a_page_grows_with_the_boxes_of_its_fields() -> None:
    rect, grown = Rect(1.0, 2.0, 3.0, 4.0), Rect(2.0, 4.0, 6.0, 8.0)
    page = Page(Size(10.0, 20.0), (Link(rect, url="u"),), 1.5, "1", (FieldBox("r", "name", rect, 3),))
    found = Transform(2.0).page(page, Size(20.0, 40.0), 3.0)
    assert found == Page(
        Size(20.0, 40.0), (Link(grown, url="u"),), 3.0, "1", (FieldBox("r", "name", grown, 3),)
    )
