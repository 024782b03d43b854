"""What stands around a map."""

from __future__ import annotations

import numpy as np

from ofdesk.base.geometry import Rect
from ofdesk.cartography.furniture import Furniture, on_plate
from ofdesk.cartography.surface import CoverSurface
from ofdesk.drawing.display_list import Anchor, Ink, Path

FRAME = Rect(0.0, 0.0, 100.0, 100.0)
NOTE = Furniture(Rect(4.0, 90.0, 40.0, 8.0), (Anchor("note"),))


def surface_with_land(left_mm: float) -> CoverSurface:
    surface = CoverSurface(FRAME)
    ring = np.array([(left_mm, 50.0), (100.0, 50.0), (100.0, 100.0), (left_mm, 100.0), (left_mm, 50.0)])
    surface.add_land([ring], 1.0)
    return surface


def test_a_note_on_land_stands_on_a_plate_that_nothing_else_may_touch() -> None:
    found = on_plate(NOTE, surface_with_land(30.0))
    plate, *own = found.ops
    assert isinstance(plate, Path)
    assert plate.fill == Ink("paper")
    assert tuple(own) == NOTE.ops
    assert found.rect.x_mm < NOTE.rect.x_mm
    assert found.rect.right_mm > NOTE.rect.right_mm


def test_a_note_on_the_sea_needs_none() -> None:
    assert on_plate(NOTE, surface_with_land(60.0)) is NOTE
