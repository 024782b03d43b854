from __future__ import annotations

import pytest

from ofdesk.base.geometry import Rect
from ofdesk.booklet.crop import dragged_focus
from ofdesk.booklet.pictures import Picture
from ofdesk.model.parts import PageLayout

WIDE = Picture("p", "0" * 64, 3000, 1000, 0.5, 0.5, "", "", "")
FRAME = Rect(0.0, 0.0, 100.0, 100.0)


def test_a_wide_photo_moves_sideways_and_not_up() -> None:
    # A third of it shows, 100 mm wide: 30 mm to the right uncover a tenth of the photo at the left.
    assert dragged_focus(WIDE, FRAME, None, 30.0, 50.0) == {"focus_x": pytest.approx(0.4)}


def test_zoomed_in_it_moves_both_ways() -> None:
    moved = dragged_focus(WIDE, FRAME, PageLayout(zoom_percent=200, focus_x=0.3), -30.0, 40.0)
    assert moved == {"focus_x": pytest.approx(0.35), "focus_y": pytest.approx(0.3)}


def test_it_stops_at_its_edges_and_begins_from_where_it_shows() -> None:
    assert dragged_focus(WIDE, FRAME, None, 900.0, 0.0) == {"focus_x": pytest.approx(1 / 6, abs=1e-3)}
    at_edge = PageLayout(focus_x=0.0)
    moved = dragged_focus(WIDE, FRAME, at_edge, -30.0, 0.0)
    assert moved == {"focus_x": pytest.approx(1 / 6 + 0.1, abs=1e-3)}


def test_a_photo_of_its_frames_shape_stays() -> None:
    square = Picture("p", "0" * 64, 1000, 1000, 0.5, 0.5, "", "", "")
    assert dragged_focus(square, FRAME, None, 30.0, 30.0) == {}
