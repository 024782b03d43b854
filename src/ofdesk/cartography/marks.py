"""Everything that marks a place on a sheet: pins, callouts, labels — found room for, in this order.

Pins with callouts stand on the map as numbered discs where every one of them has room at its true
place. Where they crowd, the numbers move into the callouts, and small dots take their places on the map.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect
from ofdesk.cartography.callout_placement import place_callouts
from ofdesk.cartography.callouts import (
    SetCallout,
    box_ops,
    callout_label,
    candidates_each,
    leader_op,
    set_callout,
)
from ofdesk.cartography.candidates import Ground, corners
from ofdesk.cartography.collisions import grown
from ofdesk.cartography.lettering import em_top_mm
from ofdesk.cartography.pins import (
    DOT_RADIUS_MM,
    disc_ops,
    disc_rect,
    dot_op,
    name_label,
    place_discs,
    radius_of,
    tie_op,
)
from ofdesk.cartography.placement import place
from ofdesk.cartography.spec import MapCallout, MapPin, MapSpec, PlacedPin, Unplaced
from ofdesk.cartography.surface import CalloutGround, CoverSurface
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Group, Ink, Operation, Stroke
from ofdesk.drawing.fonts import REGULAR
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

FloatArray = NDArray[np.float64]
_EDGE_MM = 2.5
_INSET_EDGE_MM = 0.4
_CALLOUT_GAP_MM = 0.9
_LABEL_GAP_MM = 0.3
_LABEL_STYLE = TextStyle(REGULAR, 6.5, 8.0, align="left", halo=Stroke(Ink("paper"), 0.6))


@dataclass(frozen=True)
class Stage:
    """What the marks are set on.

    Attributes:
        views: the main view, then the insets.
        surface: what callouts should not hide.
        taken: boxes that stand on the main map already, the frames of insets included.
        inset_titles: boxes that stand in the insets already.
    """

    views: Sequence[View]
    surface: CoverSurface
    taken: Sequence[Rect]
    inset_titles: Sequence[Rect]


@dataclass
class Marks:
    """What was set.

    Attributes:
        pins: by key.
        callouts: boxes by the key of their pin.
        below, above: operations to paint under and over the discs.
        boxes: all boxes that are taken now.
        lines: leaders and ties.
    """

    pins: dict[str, PlacedPin] = field(default_factory=dict)
    callouts: dict[str, Rect] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    below: list[Operation] = field(default_factory=list)
    above: list[Operation] = field(default_factory=list)
    boxes: list[Rect] = field(default_factory=list)
    lines: list[tuple[Point, Point]] = field(default_factory=list)


def set_marks(spec: MapSpec, stage: Stage, composer: Composer) -> Marks:
    """Find room for all marks of a sheet."""
    return _MarkSetter(spec, stage, composer).run()


class _MarkSetter:
    def __init__(self, spec: MapSpec, stage: Stage, composer: Composer) -> None:
        self._stage = stage
        self._composer = composer
        self._pins: dict[str, MapPin] = {pin.key: pin for pin in spec.pins}
        self._callouts: dict[str, MapCallout] = {callout.pin: callout for callout in spec.callouts}
        self._widest_mm = spec.callout_width_mm
        self._keep_clear = spec.keep_clear
        self._home = {pin.key: _home(pin, stage.views) for pin in spec.pins}
        self._places = {
            key: stage.views[home].place(self._pins[key].point)
            for key, home in self._home.items()
            if home >= 0
        }
        self._marks = Marks(boxes=list(stage.taken))

    def run(self) -> Marks:
        """Set pins, then callouts, then labels."""
        marks = self._marks
        docked = self._docked()
        self._set_discs([key for key in self._places if key not in docked])
        self._set_callouts(docked)
        # A number whose callout found no room goes back to the map.
        self._set_discs([key for key in docked if key not in marks.callouts])
        self._set_labels()
        for key, home in self._home.items():
            if home < 0:
                marks.unplaced.append(Unplaced("pin", key, "outside"))
            elif key not in marks.pins:
                marks.unplaced.append(Unplaced("pin", key, "no_room"))
        on_map = [key for key in marks.pins if key not in docked or key not in marks.callouts]
        discs = [op for key in on_map for op in self._disc(key)]
        marks.above[:0] = discs
        return marks

    def _disc(self, key: str) -> list[Operation]:
        return disc_ops(self._pins[key], self._marks.pins[key].centre, self._composer)

    # Discs

    def _docked(self) -> list[str]:
        """Return the pins whose numbers go into their callouts: all that have one, or none."""
        keys = [key for key in self._places if key in self._callouts]
        return keys if any(self._crowded(key) for key in keys) else []

    def _crowded(self, key: str) -> bool:
        """Tell whether a disc at its true place would touch another pin, a box or the edge."""
        view = self._home[key]
        rect = disc_rect(self._pins[key], self._places[key])
        half = rect.width_mm / 2
        for other, at in self._places.items():
            if other != key and self._home[other] == view:
                apart = np.hypot(at.x_mm - rect.centre.x_mm, at.y_mm - rect.centre.y_mm)
                if apart < half + radius_of(self._pins[other]):
                    return True
        boxes = self._stage.taken if view == 0 else self._stage.inset_titles
        return not self._bounds(view).contains(rect) or any(rect.intersects(box) for box in boxes)

    def _bounds(self, view: int) -> Rect:
        return self._stage.views[view].frame.grown(-_INSET_EDGE_MM if view else -_EDGE_MM)

    def _set_discs(self, keys: Sequence[str]) -> None:
        marks = self._marks
        for view in range(len(self._stage.views)):
            own = [self._pins[key] for key in keys if self._home[key] == view]
            taken = marks.boxes if view == 0 else [*self._stage.inset_titles, *self._boxes_of_pins()]
            dots = list(self._places.values())
            for found in place_discs(own, self._places, self._bounds(view), taken, dots).placed:
                pin, at = self._pins[found.key], self._places[found.key]
                centre = found.rect.centre if found.leader else at
                marks.pins[found.key] = PlacedPin(found.key, at, centre, radius_of(pin), view)
                if found.leader:
                    marks.lines.append((at, centre))
                    marks.below += [tie_op(pin, at, centre), dot_op(pin, at)]
        marks.boxes += [
            disc_rect(self._pins[key], marks.pins[key].centre) for key in keys if key in marks.pins
        ]

    def _boxes_of_pins(self) -> list[Rect]:
        placed = self._marks.pins
        return [disc_rect(self._pins[key], placed[key].centre) for key in placed]

    # Callouts

    def _set_callouts(self, docked: Sequence[str]) -> None:
        """Set the callouts: first those put by hand, where they are; the others keep off them."""
        items: dict[str, SetCallout] = {}
        for key, callout in self._callouts.items():
            if key in docked or key in self._marks.pins:
                pin = self._pins[key] if key in docked and self._pins[key].number else None
                items[key] = set_callout(callout, pin, self._widest_mm, self._composer)
            else:
                self._marks.unplaced.append(Unplaced("callout", key, "outside"))
        moved = {key: item for key, item in items.items() if item.callout.centre is not None}
        # Two that were put on one another, or on a pin, cannot both stay: the map finds another place.
        for key in self._place_callouts(moved, docked, 0.0):
            items[key] = replace(items[key], callout=replace(items[key].callout, centre=None))
            del moved[key]
        others = {key: item for key, item in items.items() if key not in moved}
        lost = self._place_callouts(others, docked, _CALLOUT_GAP_MM)
        self._marks.unplaced += [Unplaced("callout", key, "no_room") for key in lost]

    def _place_callouts(
        self, items: Mapping[str, SetCallout], docked: Sequence[str], gap_mm: float
    ) -> tuple[str, ...]:
        """Place callouts and draw them; return the keys of those without room."""
        marks = self._marks
        # Leaders keep off discs and dots where they can; a pin that others surround has no other way out.
        dots = [_around(at, DOT_RADIUS_MM) for at in self._places.values()]
        discs = self._boxes_of_pins()
        clear = list(self._keep_clear)  # leaders may pass there
        fixed = [box for box in marks.boxes if box not in discs and box not in clear]
        passable = [*discs, *dots, *clear]
        bounds = self._stage.views[0].frame.grown(-_EDGE_MM)
        blocked = grown(corners(fixed), gap_mm)
        room = CalloutGround(bounds, self._stage.surface, blocked, candidates_each(len(items)))
        labels = [callout_label(item, *self._root(key, docked), room) for key, item in items.items()]
        if any(item.callout.centre is not None for item in items.values()):
            result = place(labels, fixed, marks.lines, gap_mm, passable=passable)
        else:
            result = place_callouts(labels, Ground.of(fixed, passable, marks.lines), room, gap_mm)
        for found in result.placed:
            item = items[found.key]
            marks.callouts[found.key] = found.rect
            if found.leader:
                marks.lines.append(found.leader)
                marks.below.append(leader_op(item.callout, found.leader))
            marks.above += box_ops(item, found.rect, self._composer)
            if found.key in docked:
                self._dock(item, found.rect)
        marks.boxes += [found.rect for found in result.placed]
        return result.unplaced

    def _dock(self, item: SetCallout, rect: Rect) -> None:
        """Put the number of a pin, if it has one, into its callout and a dot on the map."""
        key = item.callout.pin
        at, view = self._places[key], self._home[key]
        self._marks.below.append(dot_op(self._pins[key], at))
        if item.pin is None:
            self._marks.pins[key] = PlacedPin(key, at, at, DOT_RADIUS_MM, view)
        else:
            centre = item.disc_centre(rect)
            self._marks.pins[key] = PlacedPin(key, at, centre, radius_of(item.pin), view)
            self._marks.above += self._disc(key)

    def _root(self, key: str, docked: Sequence[str]) -> tuple[Point, float]:
        """Return where the leader of a callout begins, and how far from its middle."""
        if key in docked:
            return self._places[key], DOT_RADIUS_MM
        centre = self._marks.pins[key].centre
        return centre, disc_rect(self._pins[key], centre).width_mm / 2

    # Labels

    def _set_labels(self) -> None:
        marks = self._marks
        keys = [key for key in marks.pins if self._pins[key].label and key not in marks.callouts]
        lines = {key: self._composer.line(self._pins[key].label, _LABEL_STYLE) for key in keys}
        views = self._stage.views
        labels = [
            name_label(
                self._pins[key],
                marks.pins[key].centre,
                lines[key].width_mm,
                _LABEL_STYLE.size_mm,
                views[marks.pins[key].view].frame.grown(-1.0),
            )
            for key in keys
        ]
        # The frame of an inset keeps off what belongs to the main map, not the inset's own labels.
        insets = {view.frame for view in views[1:]}
        boxes = [box for box in marks.boxes if box not in insets]
        result = place(labels, [*boxes, *self._stage.inset_titles], marks.lines, _LABEL_GAP_MM)
        marks.unplaced += [Unplaced("label", key, "no_room") for key in result.unplaced]
        top = em_top_mm(self._composer, _LABEL_STYLE)
        for found in result.placed:
            marks.boxes.append(found.rect)
            ops = lines[found.key].ops_at(found.rect.x_mm, found.rect.y_mm + top)
            marks.above.append(Group(ops, tag="Span"))


def _home(pin: MapPin, views: Sequence[View]) -> int:
    """Return the index of a pin's view: an inset that shows it, else the main map, else −1."""
    insets = [index for index in range(1, len(views)) if views[index].shows(pin.point)]
    if insets:
        return insets[0]
    return 0 if views[0].shows(pin.point) else -1


def _around(at: Point, radius_mm: float) -> Rect:
    return Rect(at.x_mm - radius_mm, at.y_mm - radius_mm, 2 * radius_mm, 2 * radius_mm)
