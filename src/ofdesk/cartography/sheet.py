"""A whole map sheet: base map, insets, furniture, pins, callouts and names, in this order of claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ofdesk.base.geometry import Point, Rect, Size
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.clusters import enlarged_views
from ofdesk.cartography.framing import Focus, focus_on, inset_view, main_view
from ofdesk.cartography.furniture import (
    Furniture,
    Ground,
    credit,
    inset_bar,
    inset_frame,
    north_mark,
    on_plate,
    quiet_place,
    quietest_place,
    scale_bar,
    scale_bar_size,
    title,
)
from ofdesk.cartography.layer_names import point_names
from ofdesk.cartography.layers import LayerStyle, base_layers, borders_in, rectangle
from ofdesk.cartography.legend import (
    Legend,
    LegendEntry,
    Shown,
    as_drawn,
    legend_entries,
    legend_ops,
    legend_sizes,
    settled,
)
from ofdesk.cartography.marks import Marks, Stage, set_marks
from ofdesk.cartography.names import Name, NameSource
from ofdesk.cartography.outlines import Outlines
from ofdesk.cartography.pins import TOUCHING_MM
from ofdesk.cartography.placement import place
from ofdesk.cartography.projection import LambertConformalConic
from ofdesk.cartography.regions import Corner
from ofdesk.cartography.spec import INSET_LINE, MapSheet, MapSpec
from ofdesk.cartography.surface import CoverSurface
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Group, Ink, Operation
from ofdesk.typesetting.composer import Composer

FloatArray = NDArray[np.float64]
_INSET_ROOM = {"nation": (0.34, 0.17)}  # share of the frame an inset may take
_INSET_ROOM_ELSE = (0.27, 0.32)
_FOCUS_COVER, _OTHER_COVER = 1.0, 0.4
_NAME_GAP_MM = 0.5
_SAME_SCALE = 1.03
_CALLOUT_REACH_MM = (-16.0, 0.0, 16.0)  # about half of a box to either side
_LEADER_MARKS = 40
_ENLARGED_ROOM = 0.4  # share of the frame that an enlarged crowd may take


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
    """A map of its own in a frame; `enlarged` for one that shows crowded pins of the main map."""

    view: View
    title: str
    corner: Corner
    enlarged: bool = False


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
        self._taken: list[Rect] = list(spec.keep_clear)
        self._surface = self._cover(self._view, frame)

    def draw(self, painted: Rect) -> MapSheet:
        """Place everything and return the sheet."""
        spec = self._spec
        furniture = self._fixed_furniture()
        ground = Ground(self._frame, self._surface, self._marks())
        insets = [self._place_inset(inset, ground) for inset in self._insets()]
        furniture += self._free_furniture(ground)
        views = (self._view, *(inset.view for inset in insets))
        frames = [inset_frame(inset.view.frame, inset.title, self._composer) for inset in insets]
        bars = [bar for inset in insets if (bar := self._inset_bar(inset.view))]
        grounds = self._grounds(views, painted)
        reserved = self._reserve_legend(insets, grounds, painted, ground)
        stage = Stage(views, self._surface, self._taken, [item.rect for item in [*frames, *bars]])
        marks = set_marks(spec, stage, self._composer)
        names = self._place_names(marks, stage) if spec.names else []
        legend = self._settle_legend(reserved, marks)
        ops: list[Operation] = [grounds[0]]
        for base, item in zip(grounds[1:], frames, strict=True):
            ops += [base, *item.ops]
        ops += [op for bar in bars for op in bar.ops]
        enlarged = [inset.view for inset in insets if inset.enlarged]
        ops += [rectangle(self._shown_by(view), stroke=INSET_LINE) for view in enlarged]
        ops += names
        ops += [*marks.below, *marks.above]
        ops += [op for item in furniture for op in item.ops]
        if legend:
            ops += legend_ops(legend, spec.legend.get("title", ""), self._composer)
        if spec.frame_line:
            ops.append(rectangle(self._frame, stroke=INSET_LINE))
        figure = Group(tuple(ops), tag="Figure", alt=spec.alt)
        pins = tuple(marks.pins[pin.key] for pin in spec.pins if pin.key in marks.pins)
        return MapSheet(figure, self._frame, views, pins, marks.callouts, tuple(marks.unplaced), legend)

    def _grounds(self, views: Sequence[View], painted: Rect) -> list[Group]:
        """Return the base maps of the main view and of the insets."""
        spec = self._spec
        style = LayerStyle(self._areas, self._tints(), spec.municipalities, layers=spec.layers)
        hidden = tuple(outlier.apart for outlier in self._focus.outliers)
        main = base_layers(self._map, views[0], painted, replace(style, hidden=hidden))
        return [main, *(base_layers(self._map, view, view.frame, style) for view in views[1:])]

    # Legend

    def _reserve_legend(
        self, insets: Sequence[_Inset], grounds: Sequence[Group], painted: Rect, ground: Ground
    ) -> tuple[tuple[LegendEntry, ...], Rect] | None:
        """Keep room free for a legend; return its entries and the room, None for no legend."""
        spec, views = self._spec, [self._view, *(inset.view for inset in insets)]
        parts = [(self._view, painted), *((view, view.frame) for view in views[1:])]
        shown = Shown(
            [pin for pin in spec.pins if any(view.shows(pin.point) for view in views)],
            any(inset.enlarged for inset in insets),
            frozenset().union(*(borders_in(one) for one in grounds)),
            [layer for layer in spec.layers if any(layer.ops(*part) for part in parts)],
            self._view,
        )
        entries = legend_entries(spec, shown)
        if not entries:
            return None
        sizes = legend_sizes(entries, spec.legend.get("title", ""), self._composer)
        room = quietest_place(sizes, ground, self._taken, "bottom left")
        if room is None:
            return None
        self._taken.append(room)
        return entries, room

    def _settle_legend(
        self, reserved: tuple[tuple[LegendEntry, ...], Rect] | None, marks: Marks
    ) -> Legend | None:
        """Return the legend of what was drawn in the end."""
        if reserved is None:
            return None
        # A number that stands in its callout is no pin of the map.
        on_map = {key: pin for key, pin in marks.pins.items() if not (pin.is_moved and key in marks.callouts)}
        entries = as_drawn(reserved[0], self._spec, on_map, self._composer)
        head = self._spec.legend.get("title", "")
        return settled(entries, head, reserved[1], self._frame, self._composer) if entries else None

    def _tints(self) -> dict[tuple[int, ...], Ink]:
        codes_by_ink: dict[Ink, list[str]] = {}
        for code, ink in sorted(self._spec.tints.items()):
            codes_by_ink.setdefault(ink, []).append(code)
        return {self._map.area_numbers(codes): ink for ink, codes in codes_by_ink.items()}

    def _cover(self, view: View, frame: Rect) -> CoverSurface:
        hidden = [outlier.apart for outlier in self._focus.outliers]
        outlines = Outlines(self._map, view, frame, hidden)
        surface = CoverSurface(frame)
        surface.add_land(outlines.land(tuple(range(len(self._map.areas)))), _OTHER_COVER)
        surface.add_land(outlines.land(self._areas), _FOCUS_COVER)
        return surface

    # Furniture and insets

    def _fixed_furniture(self) -> list[Furniture]:
        spec = self._spec
        sources = dict.fromkeys([spec.credit, *(layer.credit for layer in spec.layers if layer.credit)])
        cone = isinstance(self._view.projection, LambertConformalConic)
        projection = spec.projections[0 if cone else 1]
        texts = [*spec.notes, *filter(None, (projection,)), *sources]
        items = [on_plate(credit(texts, self._frame, self._composer), self._surface)]
        if spec.title:
            items.append(title(spec.title, self._frame, self._composer))
        self._taken += [item.rect for item in items]
        return items

    def _marks(self) -> FloatArray:
        """Return what should stay free: places of pins and dots, callouts put by hand and their leaders.

        What lies outside the frame is there too.
        """
        points = [pin.point for pin in self._spec.pins]
        points += [dot.point for kind in self._spec.dots for dot in kind.dots]
        degrees = np.array([(point.lon_deg, point.lat_deg) for point in points])
        places = self._view.to_sheet(degrees.reshape(-1, 2))
        number = {pin.key: index for index, pin in enumerate(self._spec.pins)}
        by_hand = [(one.centre, number.get(one.pin)) for one in self._spec.callouts if one.centre]
        parts = [places]
        for at, index in by_hand:
            parts.append(np.array([(at.x_mm + dx_mm, at.y_mm) for dx_mm in _CALLOUT_REACH_MM]))
            if index is not None:
                parts.append(np.linspace((at.x_mm, at.y_mm), places[index], _LEADER_MARKS))
        return np.concatenate(parts)

    def _insets(self) -> list[_Inset]:
        across, down = _INSET_ROOM.get(self._focus.scope, _INSET_ROOM_ELSE)
        room = Size(self._frame.width_mm * across, self._frame.height_mm * down)
        scale = self._view.scale_denominator
        islands = [_Inset(inset_view(o, room, scale), o.title, o.corner) for o in self._focus.outliers]
        return [*islands, *self._enlargements()]

    def _enlargements(self) -> list[_Inset]:
        """Return an inset for each crowd of numbered pins."""
        points = [pin.point for pin in self._spec.pins if pin.number and self._view.shows(pin.point)]
        if not self._spec.enlarged_title or not points:
            return []
        room = Size(*(side * _ENLARGED_ROOM for side in (self._frame.width_mm, self._frame.height_mm)))
        views = enlarged_views(points, self._view, room, TOUCHING_MM)
        corners: tuple[Corner, ...] = ("bottom right", "top left")
        titles = zip(views, corners, strict=False)
        return [_Inset(view, self._spec.enlarged_title, corner, enlarged=True) for view, corner in titles]

    def _place_inset(self, inset: _Inset, ground: Ground) -> _Inset:
        rect = quiet_place(inset.view.frame.size, ground, self._taken, inset.corner)
        self._taken.append(rect)
        return replace(inset, view=inset.view.reframed(rect))

    def _shown_by(self, view: View) -> Rect:
        """Return where on the main map an inset lies."""
        extent = view.extent()
        sides = (extent.west_deg, extent.east_deg), (extent.south_deg, extent.north_deg)
        corners = self._view.to_sheet(np.array([(x, y) for x in sides[0] for y in sides[1]]))
        (left, top), (right, bottom) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        return Rect(left, top, right - left, bottom - top)

    def _inset_bar(self, view: View) -> Furniture | None:
        """Return the scale bar of an inset that is drawn at another scale than the main map."""
        ratio = view.scale_denominator / self._view.scale_denominator
        if 1 / _SAME_SCALE < ratio < _SAME_SCALE:
            return None
        return inset_bar(view, self._composer)

    def _free_furniture(self, ground: Ground) -> list[Furniture]:
        """Place scale bar and north mark side by side where they hide least."""
        bar = scale_bar_size(self._view, self._composer)
        north_width_mm, tall_mm = 7.0, max(bar.height_mm, 8.5)
        size = Size(bar.width_mm + north_width_mm + 3.0, tall_mm)
        rect = quiet_place(size, ground, self._taken, "bottom right")
        self._taken.append(rect)
        mark = north_mark(self._view, Point(rect.x_mm, rect.y_mm), self._composer)
        beside = Point(rect.x_mm + north_width_mm, rect.bottom_mm - bar.height_mm)
        return [mark, scale_bar(self._view, beside, self._composer)]

    def _place_names(self, marks: Marks, stage: Stage) -> list[Operation]:
        """Set the names that find room; a map without one of them is still right."""
        source = NameSource(self._map, self._view, self._composer)
        names: list[Name] = []
        if self._focus.scope in ("nation", "region"):
            names += source.prefectures(self._focus.prefectures)
        else:
            names += source.municipalities(self._focus.prefectures)
        names += source.lakes()
        names += source.seas(self._surface)
        taken = [*marks.boxes, *self._dots(self._view)]
        result = place([name.label for name in names], taken, marks.lines, _NAME_GAP_MM)
        by_key = {name.label.key: name for name in names}
        ops = [op for found in result.placed for op in by_key[found.key].ops(found.rect)]
        taken = [*marks.boxes, *(found.rect for found in result.placed)]
        for number, view in enumerate(stage.views):
            insets = {inset.frame for inset in stage.views[1:]} if number else set()
            boxes = [box for box in taken if box not in insets]
            boxes += [*(stage.inset_titles if number else ()), *self._dots(view)]
            ops += point_names(self._spec.layers, view, boxes, marks.lines, self._composer)
        return ops

    def _dots(self, view: View) -> list[Rect]:
        """Return where dots will stand on a view."""
        found = []
        for kind in self._spec.dots:
            degrees = np.array([(dot.point.lon_deg, dot.point.lat_deg) for dot in kind.dots])
            places, half_mm = view.to_sheet(degrees.reshape(-1, 2)).tolist(), kind.radius_mm
            found += [Rect(x - half_mm, y - half_mm, 2 * half_mm, 2 * half_mm) for x, y in places]
        return found
