"""Which pins the map shows, which of them is meant by a pixel or a key, and how they are painted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QPainter, QPixmap

from ofdesk.gui.map.map_painter import drop_contains
from ofdesk.gui.map.pin_layer import EVENT_LOOK, FACTORY_LOOK, LOCKED_LOOK, PinLayer
from ofdesk.gui.map.pin_sprites import PinSprites
from ofdesk.gui.map.pins import Pin
from ofdesk.gui.map.view_transform import ViewTransform
from ofdesk.gui.theme import Theme
from ofdesk.model.records import Event

_HIT_PX = 9
_SPRITE_MARGIN_PX = 13.0
_SPOT_PX, _RINGED_SPOT_PX = 3.0, 6.0  # of two pins nearer than this one hides the other


class PinStage:
    """Pins of records and candidates.

    Attributes:
        pins: all that were given.
        current: the pin at work.
        candidates: places an address search proposes.
        layer: the pins of records that are shown.
        chosen: keys of the pins chosen in the list; more than one are ringed.
        walked: key of the pin on which the keyboard stands, "" for none.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._sprites = PinSprites(theme, 1.0)
        self._only: frozenset[str] | None = None
        self.pins: tuple[Pin, ...] = ()
        self.current: Pin | None = None
        self.candidates = PinLayer()
        self.layer = PinLayer()
        self.chosen: frozenset[str] = frozenset()
        self._ringed = np.zeros(0, dtype=np.bool_)
        self.walked = ""
        self.version = 0
        """Counts what changes the picture of the stamped pins."""

    def take(self, pins: tuple[Pin, ...]) -> None:
        """Show these pins."""
        only, self.pins = self._only, pins
        self.current = next((pin for pin in pins if pin.current and not pin.candidate), None)
        self.candidates = PinLayer([pin for pin in pins if pin.candidate])
        shown = [p for p in pins if not p.candidate and (only is None or p.current or p.key in only)]
        shown.sort(key=_is_of_event)  # events, which are few, lie over the others
        self.layer = PinLayer(shown)
        self.choose(self.chosen)
        if self.layer.number_of(self.walked) < 0:
            self.walked = ""

    def choose(self, keys: frozenset[str]) -> None:
        """Ring the pins of these records."""
        self.chosen, self.version = keys, self.version + 1
        self._ringed = np.zeros(len(self.layer.pins), dtype=np.bool_)
        if len(keys) > 1:  # one alone is the record at work, which has its drop
            self._ringed[self.layer.numbers_of(keys)] = True

    def show_only(self, keys: frozenset[str] | None) -> None:
        """Show the pins of these records and the one at work only; None shows all."""
        self._only = keys
        self.take(self.pins)

    # ── which is meant ──────────────────────────────────────────────────────────────────────────

    def at(self, view: ViewTransform, x: float, y: float) -> Pin | None:
        """Return the nearest pin; candidates lie above the others."""
        for layer in (self.candidates, self.layer):
            near = layer.near(view, x, y, _HIT_PX)
            if len(near):
                return layer.pins[int(near[0])]
        return None

    def to_carry(self, view: ViewTransform, x: float, y: float) -> Pin | None:
        """Return the pin meant by pressing here: the current one, or one that stands alone."""
        pin = self.current
        if pin is not None and drop_contains(*view.to_screen(pin.point), x, y):
            return pin
        near = self.layer.near(view, x, y, _HIT_PX)
        return self.layer.pins[int(near[0])] if len(near) == 1 else None  # of a crowd nobody can say which

    def following(self, view: ViewTransform, steps: int, *, wrap: bool) -> str:
        """Return the key of the next pin of the view in reading order; "" when there is none."""
        keys = self.layer.keys(self.layer.in_reading_order(view))
        first = 0 if steps > 0 else len(keys) - 1
        place = keys.index(self.walked) + steps if self.walked in keys else first
        if wrap and keys:
            place %= len(keys)
        return keys[place] if 0 <= place < len(keys) else ""

    def seen(self, view: ViewTransform) -> frozenset[str]:
        """Return the keys of the pins in the view."""
        return frozenset(self.layer.keys(self.layer.seen(view)))

    @property
    def walked_or_current(self) -> str:
        """The key of the pin that keys are for, "" for none."""
        return self.walked or (self.current.key if self.current is not None else "")

    # ── painting ────────────────────────────────────────────────────────────────────────────────

    def stamp(self, painter: QPainter, view: ViewTransform, held: str) -> None:
        """Stamp the pins in view, all but the one with its own mark, and ring the chosen ones."""
        ratio = painter.device().devicePixelRatioF()
        if self._sprites.ratio != ratio:
            self._sprites = PinSprites(self._theme, ratio)
        layer = self.layer
        numbers = layer.seen(view, _SPRITE_MARGIN_PX)
        numbers = numbers[numbers != layer.number_of(held)]
        ringed = self._ringed[numbers]
        for some, are_ringed in ((numbers[~ringed], False), (numbers[ringed], True)):
            shown = layer.told_apart(some, view, _RINGED_SPOT_PX if are_ringed else _SPOT_PX)
            self._sprites.stamp(painter, layer.places(view)[shown], layer.looks(shown), ringed=are_ringed)

    def legend(self, names: Sequence[str]) -> list[tuple[QPixmap, str]]:
        """Return pictures with their names: of events, factories and locked pins."""
        looks = (EVENT_LOOK, FACTORY_LOOK, FACTORY_LOOK + LOCKED_LOOK)
        return [(self._sprites.picture(look), name) for look, name in zip(looks, names, strict=True)]


def _is_of_event(pin: Pin) -> bool:
    return pin.kind == Event.kind
