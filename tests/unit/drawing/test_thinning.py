"""Lines for screens: fewer points, none of them far from where it was, everything else untouched."""

from __future__ import annotations

import math

import shapely

from ofdesk.base.geometry import Size
from ofdesk.drawing.display_list import Group, Ink, Page, Path, Polylines
from ofdesk.drawing.thinning import thinned


def wave(points: int) -> tuple[float, ...]:
    return tuple(v for n in range(points) for v in (n * 100 / points, 20 + 5 * math.sin(n / 40)))


def page_of(*ops: Polylines | Group | Path) -> Page:
    return Page(Size(210.0, 297.0), ops)


def string(line: tuple[float, ...]) -> shapely.LineString:
    return shapely.LineString(list(zip(line[::2], line[1::2], strict=True)))


def test_lines_lose_points_but_stay_where_they_were() -> None:
    coast = Polylines((wave(2000), (1.0, 1.0, 2.0, 2.0), (3.0, 3.0)), fill=Ink("map.land"), closed=True)
    found = thinned(page_of(coast), 0.05).ops[0]
    assert isinstance(found, Polylines)
    long, short = found.lines  # a single point is no line
    assert short == (1.0, 1.0, 2.0, 2.0)
    assert len(long) < len(coast.lines[0]) / 4
    assert shapely.hausdorff_distance(string(long), string(coast.lines[0])) <= 0.05
    assert (found.fill, found.closed) == (coast.fill, True)


def test_lines_in_groups_and_clips_are_thinned_too() -> None:
    coast = Polylines((wave(2000),))
    frame = Path((("M", 0.0, 0.0), ("L", 9.0, 9.0)))
    group = Group((coast, frame), clip=coast, tag="Figure", alt="地図")
    found = thinned(page_of(Group((group,), clip=frame)), 0.05).ops[0]
    assert isinstance(found, Group)
    inner = found.ops[0]
    assert isinstance(inner, Group)
    assert isinstance(inner.clip, Polylines)
    assert len(inner.clip.lines[0]) < 1000
    assert (inner.tag, inner.alt, inner.ops[1], found.clip) == ("Figure", "地図", frame, frame)


def test_rules_and_frames_are_left_alone() -> None:
    few = Polylines((wave(100),))
    assert thinned(page_of(few), 0.05).ops == (few,)
