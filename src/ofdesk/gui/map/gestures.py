"""What a pressed button does on the map until it is let go. Plain values, no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ofdesk.base.geometry import GeoPoint
from ofdesk.gui.map.lasso import Lasso
from ofdesk.gui.map.pins import Pin
from ofdesk.gui.map.view_transform import ViewTransform

DRAG_FROM_PX = 4
"""A hand trembles: less is a click."""


class Gesture(Enum):
    """What is being done."""

    PULL = "pull"
    CARRY = "carry"
    LASSO = "lasso"


@dataclass(slots=True)
class Press:
    """A button held down.

    Attributes:
        x, y: where it was pressed.
        view: as it was then.
        pin: under the pointer then, if it is one that can be told from its neighbours.
        moved: whether the pointer went far enough for more than a click.
        point: where the carried pin is now.
        lasso: what has been drawn.
    """

    gesture: Gesture
    x: float
    y: float
    view: ViewTransform
    pin: Pin | None = None
    moved: bool = False
    point: GeoPoint | None = None
    lasso: Lasso | None = None

    def goes_to(self, x: float, y: float) -> bool:
        """Note where the pointer is; tells whether it has just become more than a click."""
        if self.moved or max(abs(x - self.x), abs(y - self.y)) < DRAG_FROM_PX:
            return False
        self.moved = True
        return True

    def carried_to(self, x: float, y: float) -> GeoPoint:
        """Return where the pin is when the pointer is at a pixel."""
        assert self.pin is not None
        pin_x, pin_y = self.view.to_screen(self.pin.point)
        self.point = self.view.to_point(pin_x + x - self.x, pin_y + y - self.y)
        return self.point
