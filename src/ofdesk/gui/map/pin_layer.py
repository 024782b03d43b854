"""The pins of all records as arrays: where they are on the screen, which are seen, near or inside.

Ten thousand pins are asked for at every frame; so nothing here walks through them one by one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ofdesk.gui.map.lasso import points_inside
from ofdesk.gui.map.pins import Pin
from ofdesk.gui.map.view_transform import (
    METRES_PER_DEG,
    FloatArray,
    ViewTransform,
    mercator_points,
    mercator_y,
)
from ofdesk.model.records import Event

Numbers = NDArray[np.intp]
EVENT_LOOK, FACTORY_LOOK, LOCKED_LOOK = 0, 1, 2
"""A look is the kind's number, with `LOCKED_LOOK` added for a pin that may not be moved."""
_ROW_PX = 24  # pins whose heights differ by less are read from left to right


class PinLayer:
    """Pins of records; numbers are their places in `pins`."""

    def __init__(self, pins: Sequence[Pin] = ()) -> None:
        self.pins = tuple(pins)
        points = [pin.point for pin in self.pins]
        degrees = np.column_stack([[p.lon_deg for p in points], [p.lat_deg for p in points]]).reshape(-1, 2)
        self._mercator = mercator_points(degrees)
        self._looks = np.array([_look_of(pin) for pin in self.pins], dtype=np.intp)
        self.radii_m = np.array([pin.radius_m for pin in self.pins], dtype=np.float64)
        self._shrink = np.cos(np.radians(degrees[:, 1]))
        self._number_of = {pin.key: number for number, pin in enumerate(self.pins)}
        self._placed_for: ViewTransform | None = None
        self._places = np.zeros((0, 2))

    def number_of(self, key: str) -> int:
        """Return the number of a pin, -1 when it is not among these."""
        return self._number_of.get(key, -1)

    def numbers_of(self, keys: frozenset[str]) -> Numbers:
        """Return the numbers of pins; keys of others are passed over."""
        return np.array(sorted(self._number_of[k] for k in keys if k in self._number_of), dtype=np.intp)

    def looks(self, numbers: Numbers) -> Numbers:
        """Return the look of pins."""
        return self._looks[numbers]

    def places(self, view: ViewTransform) -> FloatArray:
        """Return x and y of every pin in pixels; remembered for the view asked for last."""
        if view != self._placed_for:
            middle = (view.centre.lon_deg, -mercator_y(view.centre.lat_deg))
            self._places = (self._mercator - middle) * view.scale + (view.width_px / 2, view.height_px / 2)
            self._placed_for = view
        return self._places

    def pixels_per_metre(self, view: ViewTransform) -> FloatArray:
        """Return the scale on the ground where each pin stands: Mercator grows towards the north."""
        scales: FloatArray = view.scale / (METRES_PER_DEG * self._shrink)
        return scales

    def seen(self, view: ViewTransform, margin_px: float = 0.0) -> Numbers:
        """Return the numbers of the pins in the view, or that far outside."""
        x, y = self.places(view).T
        inside = (x >= -margin_px) & (x <= view.width_px + margin_px)
        inside &= (y >= -margin_px) & (y <= view.height_px + margin_px)
        return np.flatnonzero(inside)

    def told_apart(self, numbers: Numbers, view: ViewTransform, spot_px: float) -> Numbers:
        """Return the pins that are not hidden: of those in one spot of some pixels the last."""
        cells = np.floor(self.places(view)[numbers] / spot_px).astype(np.int64)
        spots = cells[:, 1] * (1 << 32) + cells[:, 0]
        _, last = np.unique(spots[::-1], return_index=True)
        kept: Numbers = numbers[np.sort(len(numbers) - 1 - last)]
        return kept

    def near(self, view: ViewTransform, x: float, y: float, reach_px: float) -> Numbers:
        """Return the numbers of the pins within reach of a pixel, the nearest first."""
        away = np.abs(self.places(view) - (x, y)).max(axis=1)
        found = np.flatnonzero(away < reach_px)
        return found[np.argsort(away[found], kind="stable")]

    def inside(self, view: ViewTransform, outline: FloatArray) -> Numbers:
        """Return the numbers of the pins inside an outline in pixels."""
        return np.flatnonzero(points_inside(outline, self.places(view)))

    def in_reading_order(self, view: ViewTransform) -> Numbers:
        """Return the numbers of the pins in the view, row by row from the upper left."""
        numbers = self.seen(view)
        places = self.places(view)[numbers]
        return numbers[np.lexsort((places[:, 0], places[:, 1] // _ROW_PX))]

    def keys(self, numbers: Numbers) -> tuple[str, ...]:
        """Return the keys of pins."""
        return tuple(self.pins[number].key for number in numbers)


def _look_of(pin: Pin) -> int:
    look = EVENT_LOOK if pin.kind == Event.kind else FACTORY_LOOK
    return look + LOCKED_LOOK if pin.locked else look
