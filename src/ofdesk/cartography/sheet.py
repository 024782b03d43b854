"""A whole map sheet: base map, insets, furniture, pins, callouts and names, in this order of claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect, Size
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.callouts import SetCallout, box_ops, callout_label, leader_op, set_callout
from ofdesk.cartography.framing import Focus, focus_on, inset_view, main_view
from ofdesk.cartography.furniture import (
    INSET_LINE,
    Furniture,
    credit,
    inset_frame,
    north_mark,
    quiet_place,
    scale_bar,
    scale_bar_size,
    title,
)
from ofdesk.cartography.layers import LayerStyle, base_layers, rectangle
from ofdesk.cartography.names import Name, NameSource
from ofdesk.cartography.outlines import Outlines
from ofdesk.cartography.pins import disc_ops, disc_rect, name_label, place_discs, radius_of, tie_ops
from ofdesk.cartography.placement import place
from ofdesk.cartography.spec import MapPin, MapSheet, MapSpec, PlacedPin, Unplaced
from ofdesk.cartography.surface import CoverSurface
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Group, Ink, Operation, Stroke
from ofdesk.drawing.fonts import REGULAR
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

FloatArray = NDArray[np.float64]
_INSET_ROOM = {"nation": (0.40, 0.26)}  # share of the frame an inset may take
_INSET_ROOM_ELSE = (0.27, 0.32)
_FOCUS_COVER, _OTHER_COVER = 1.0, 0.4
_EDGE_MM = 2.5
_GAP_MM = 0.9
_NAME_GAP_MM = 0.5
_LABEL_STYLE = TextStyle(REGULAR, 6.5, 8.0, align="left", halo=Stroke(Ink("paper"), 0.6))


def draw_map(
    spec: MapSpec, frame: Rect, base_map: BaseMap, composer: Composer, painted: Rect | None = None
) -> MapSheet:
    """Draw a map sheet.

    Args:
        spec: what it shows.
        frame: where text, pins and insets may stand, in mm on the page.
        base_map: the map of Japan.
        composer: sets its texts.
        painted: how far sea and land reach (into the bleed); default: the frame.

    Raises:
        InputError: code "map.unknown_area".
    """
    return _SheetMaker(spec, frame, base_map, composer).draw(painted or frame)


@dataclass(frozen=True)
class _Inset:
    view: View
    title: str


class _SheetMaker:
    """One sheet in the making; what is placed first is an obstacle to what comes after."""

    def __init__(self, spec: MapSpec, frame: Rect, base_map: BaseMap, composer: Composer) -> None:
        self._spec = spec
        self._frame = frame
        self._map = base_map
        self._composer = composer
        self._focus: Focus = focus_on(spec.area, base_map)
        self._areas = base_map.area_numbers(self._focus.prefectures)
        self._view = main_view(self._focus, frame, spec.margin_mm)
        self._taken: list[Rect] = []
        self._unplaced: list[Unplaced] = []
        self._surface = self._cover(self._view, frame)

    def draw(self, painted: Rect) -> MapSheet:
        """Place everything and return the sheet."""
        spec = self._spec
        furniture = self._fixed_furniture()
        marks = self._marks()
        insets = [self._place_inset(inset, marks) for inset in self._insets()]
        furniture += self._free_furniture(marks)
        views = (self._view, *(inset.view for inset in insets))
        frames = [inset_frame(inset.view.frame, inset.title, self._composer) for inset in insets]
        pins = self._place_pins(views, [item.rect for item in frames])
        callouts, boxes = self._place_callouts(pins)
        labels = self._place_labels(pins, views)
        names = self._place_names(views) if spec.names else []
        style = LayerStyle(self._areas, self._tints(), spec.municipalities)
        ops: list[Operation] = [base_layers(self._map, self._view, painted, style)]
        for inset, item in zip(insets, frames, strict=True):
            ops += [base_layers(self._map, inset.view, inset.view.frame, style), *item.ops]
        ops += names
        ops += self._ties(pins)
        ops += callouts
        ops += [op for pin in pins for op in disc_ops(self._pin(pin.key), pin.centre, self._composer)]
        ops += labels
        ops += [op for item in furniture for op in item.ops]
        if spec.frame_line:
            ops.append(rectangle(self._frame, stroke=INSET_LINE))
        figure = Group(tuple(ops), tag="Figure", alt=spec.alt)
        return MapSheet(figure, self._frame, views, tuple(pins), boxes, tuple(self._unplaced))

    def _pin(self, key: str) -> MapPin:
        return next(pin for pin in self._spec.pins if pin.key == key)

    def _tints(self) -> dict[tuple[int, ...], Ink]:
        codes_by_ink: dict[Ink, list[str]] = {}
        for code, ink in sorted(self._spec.tints.items()):
            codes_by_ink.setdefault(ink, []).append(code)
        return {self._map.area_numbers(codes): ink for ink, codes in codes_by_ink.items()}

    def _cover(self, view: View, frame: Rect) -> CoverSurface:
        outlines = Outlines(self._map, view, frame)
        surface = CoverSurface(frame)
        surface.add_land(outlines.land(tuple(range(len(self._map.areas)))), _OTHER_COVER)
        surface.add_land(outlines.land(self._areas), _FOCUS_COVER)
        return surface

    # Furniture and insets

    def _fixed_furniture(self) -> list[Furniture]:
        spec = self._spec
        items = [credit([*spec.notes, spec.credit], self._frame, self._composer)]
        if spec.title:
            items.append(title(spec.title, self._frame, self._composer))
        self._taken += [item.rect for item in items]
        return items

    def _marks(self) -> FloatArray:
        """Return the places of all pins on the main view, those outside the frame included."""
        degrees = np.array([(pin.point.lon_deg, pin.point.lat_deg) for pin in self._spec.pins])
        return self._view.to_sheet(degrees.reshape(-1, 2))

    def _insets(self) -> list[_Inset]:
        across, down = _INSET_ROOM.get(self._focus.scope, _INSET_ROOM_ELSE)
        room = Size(self._frame.width_mm * across, self._frame.height_mm * down)
        scale = self._view.scale_denominator
        return [_Inset(inset_view(o, room, scale), o.title) for o in self._focus.outliers]

    def _place_inset(self, inset: _Inset, marks: FloatArray) -> _Inset:
        size = inset.view.frame
        rect = quiet_place(size.width_mm, size.height_mm, self._frame, self._surface, self._taken, marks)
        self._taken.append(rect)
        return _Inset(inset.view.reframed(rect), inset.title)

    def _free_furniture(self, marks: FloatArray) -> list[Furniture]:
        """Place scale bar and north mark side by side where they hide least."""
        width_mm, height_mm = scale_bar_size(self._view, self._composer)
        north_width_mm, tall_mm = 7.0, max(height_mm, 8.5)
        rect = quiet_place(
            width_mm + north_width_mm + 3.0, tall_mm, self._frame, self._surface, self._taken, marks
        )
        self._taken.append(rect)
        mark = north_mark(self._view, Point(rect.x_mm, rect.y_mm), self._composer)
        beside = Point(rect.x_mm + north_width_mm, rect.bottom_mm - height_mm)
        return [mark, scale_bar(self._view, beside, self._composer)]

    # Pins

    def _place_pins(self, views: Sequence[View], inset_titles: Sequence[Rect]) -> list[PlacedPin]:
        home = {pin.key: self._home(pin, views) for pin in self._spec.pins}
        placed: dict[str, PlacedPin] = {}
        for index, view in enumerate(views):
            own = [pin for pin in self._spec.pins if home[pin.key] == index]
            places = {pin.key: view.place(pin.point) for pin in own}
            bounds = view.frame.grown(-_EDGE_MM if index == 0 else -0.4)
            obstacles = self._taken if index == 0 else inset_titles
            for found in place_discs(own, places, bounds, obstacles).placed:
                radius = radius_of(self._pin(found.key))
                placed[found.key] = PlacedPin(found.key, places[found.key], found.rect.centre, radius, index)
        for pin in self._spec.pins:
            if pin.key not in placed:
                reason = "outside" if home[pin.key] < 0 else "no_room"
                self._unplaced.append(Unplaced("pin", pin.key, reason))
        return [placed[pin.key] for pin in self._spec.pins if pin.key in placed]

    @staticmethod
    def _home(pin: MapPin, views: Sequence[View]) -> int:
        """Return the index of a pin's view: an inset that shows it, else the main map, else −1."""
        insets = [index for index in range(1, len(views)) if views[index].shows(pin.point)]
        if insets:
            return insets[0]
        return 0 if views[0].shows(pin.point) else -1

    def _discs(self, pins: Sequence[PlacedPin]) -> list[Rect]:
        return [disc_rect(self._pin(pin.key), pin.centre) for pin in pins]

    @staticmethod
    def _tie_lines(pins: Sequence[PlacedPin]) -> list[tuple[Point, Point]]:
        return [(pin.place, pin.centre) for pin in pins if _apart(pin.place, pin.centre)]

    def _ties(self, pins: Sequence[PlacedPin]) -> list[Operation]:
        moved = [pin for pin in pins if _apart(pin.place, pin.centre)]
        return [op for pin in moved for op in tie_ops(self._pin(pin.key), pin.place, pin.centre)]

    # Callouts, labels, names

    def _place_callouts(self, pins: Sequence[PlacedPin]) -> tuple[list[Operation], dict[str, Rect]]:
        drawn = {pin.key: pin for pin in pins}
        bounds = self._frame.grown(-_EDGE_MM)
        items: dict[str, SetCallout] = {}
        for callout in self._spec.callouts:
            if callout.pin in drawn:
                items[callout.pin] = set_callout(callout, self._spec.callout_width_mm, self._composer)
            else:
                self._unplaced.append(Unplaced("callout", callout.pin, "outside"))
        labels = [
            callout_label(item, drawn[key].centre, disc_half(self._pin(key)), bounds, self._surface)
            for key, item in items.items()
        ]
        obstacles = [*self._taken, *self._discs(pins)]
        result = place(labels, obstacles, self._tie_lines(pins), _GAP_MM)
        self._unplaced += [Unplaced("callout", key, "no_room") for key in result.unplaced]
        ops: list[Operation] = []
        for found in result.placed:
            if found.leader:
                ops.append(leader_op(items[found.key].callout, found.leader))
        for found in result.placed:
            ops += box_ops(items[found.key], found.rect)
        self._taken += [found.rect for found in result.placed]
        self._leaders = self._tie_lines(pins) + [f.leader for f in result.placed if f.leader]
        return ops, {found.key: found.rect for found in result.placed}

    def _place_labels(self, pins: Sequence[PlacedPin], views: Sequence[View]) -> list[Operation]:
        named = [pin for pin in pins if self._pin(pin.key).label]
        lines = {pin.key: self._composer.line(self._pin(pin.key).label, _LABEL_STYLE) for pin in named}
        labels = [
            name_label(
                self._pin(pin.key),
                pin.centre,
                lines[pin.key].width_mm,
                _LABEL_STYLE.size_mm,
                views[pin.view].frame.grown(-1.0),
            )
            for pin in named
        ]
        inset_frames = {view.frame for view in views[1:]}
        obstacles = [rect for rect in self._taken if rect not in inset_frames]
        result = place(labels, [*obstacles, *self._discs(pins)], self._leaders, 0.3)
        self._unplaced += [Unplaced("label", key, "no_room") for key in result.unplaced]
        self._taken += [*self._discs(pins), *(found.rect for found in result.placed)]
        baseline = 0.88 * _LABEL_STYLE.size_mm
        return [
            Group(lines[found.key].ops_at(found.rect.x_mm, found.rect.y_mm + baseline), tag="Span")
            for found in result.placed
        ]

    def _place_names(self, views: Sequence[View]) -> list[Operation]:
        """Set the names that find room; a map without one of them is still right."""
        source = NameSource(self._map, self._view, self._composer)
        names: list[Name] = []
        if self._focus.scope in ("nation", "region"):
            names += source.prefectures(self._focus.prefectures)
        else:
            names += source.municipalities(self._focus.prefectures)
        names += source.lakes()
        names += source.seas(self._surface)
        result = place([name.label for name in names], self._taken, self._leaders, _NAME_GAP_MM)
        by_key = {name.label.key: name for name in names}
        return [op for found in result.placed for op in by_key[found.key].ops(found.rect)]


def disc_half(pin: MapPin) -> float:
    """Return half the width of a disc with its ring."""
    return disc_rect(pin, Point(0.0, 0.0)).width_mm / 2


def _apart(one: Point, other: Point) -> bool:
    return abs(one.x_mm - other.x_mm) + abs(one.y_mm - other.y_mm) > 1e-6
