"""Draws the map of an area into a page: pins with the numbers of the lists, names in callouts, links.

Factories are numbered as long as the numbers can stand near their places, events named as long as their
callouts leave the map to be seen; where they crowd, dots show the places and a list the names.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ofdesk.base.geometry import GeoPoint, Point, Rect
from ofdesk.base.japan import prefecture_named
from ofdesk.booklet.facts import date_words, joined, period_words
from ofdesk.booklet.map_content import EventOnMap, FactoryOnMap, MapArea, MapContent
from ofdesk.booklet.outline import page_anchor
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.pictures import cropped
from ofdesk.booklet.places import municipality_point
from ofdesk.cartography import framing
from ofdesk.cartography.legend import LEGEND_CODES
from ofdesk.cartography.pins import dot_path
from ofdesk.cartography.regions import region_definition
from ofdesk.cartography.sheet import draw_map
from ofdesk.cartography.spec import (
    THUMBNAIL_MM,
    MapCallout,
    MapDot,
    MapDots,
    MapPin,
    MapSheet,
    MapSpec,
    Thumbnail,
)
from ofdesk.cartography.view import View
from ofdesk.drawing.display_list import Group, Ink

MOST_NAMED_EVENTS = 75
"""Beyond this, callouts on one page hide the map: dots and a list take their place."""
_MOST_NUMBERED = 90
_MOST_WITH_LINES = 36  # with more callouts, words follow the names on their line
_MOST_WITH_PICTURES = 16
_MOST_CREDIT_CHARS = 160  # about two lines below the map
_LABEL_ENDS = frozenset("：:")
_CROWD_REACH_MM = 9.0
_CROWD = 12  # so many discs of 5 mm around one place push each other out of its neighbourhood
_MARGIN_MM = 8.0
_MOST_CALLOUT_CHARS = 80
_FACTORY_DOT_MM, _EVENT_DOT_MM = 0.5, 1.1
_FACTORY_TINT = 0.6  # factories step back behind the pins of events


@dataclass(frozen=True)
class SheetForm:
    """What the form of a sheet asks of its map.

    Attributes:
        keep_clear: where nothing important may stand: gutter and folds; leaders may pass.
        listed: whether the names stand on the map's own side.
        legend: whether a legend explains the symbols; a small map says in a line what its pins are.
    """

    keep_clear: tuple[Rect, ...] = ()
    listed: bool = True
    legend: bool = True


PLAIN = SheetForm()
"""A sheet that is neither folded nor bound."""


def draw_area_map(
    builder: PageBuilder,
    content: MapContent,
    frame: Rect,
    painted: Rect | None = None,
    form: SheetForm = PLAIN,
) -> MapSheet:
    """Draw the map of an area.

    Args:
        builder: the page.
        content: what stands on the map.
        frame: where it stands.
        painted: how far sea and land reach, default the frame.
        form: what stays clear, and whether there is a legend.

    Raises:
        ResourceError: the base map is missing or damaged.
    """
    toolkit, wording = builder.toolkit, builder.wording
    area = _ground(content.area)
    crowded = _is_crowded(builder, content, area, frame)
    few = len(content.factories) <= _MOST_NUMBERED or content.area.kind == "event"
    numbered = bool(content.factories) and few and (content.alone or not crowded)
    # A crowded sheet of its own is for looking up numbers: its list tells the events.
    events = () if crowded and numbered else content.events
    named = len(events) <= MOST_NAMED_EVENTS
    pins = [pin for e in events if (pin := _event_pin(builder, e))] if named else []
    pins += [_factory_pin(builder, factory) for factory in content.factories] if numbered else []
    credits = _photo_credits(builder, events)
    callouts = tuple(
        _callout(builder, e, len(events), pictured=bool(credits)) for e in (events if named else ())
    )
    note = "" if form.legend else _note(content, numbered=numbered)
    notes = [text for text in (wording(note) if note else "", credits if named else "") if text]
    dots = () if numbered else _factory_dots(builder, content)
    dots += () if named else _event_dots(builder, events)
    spec = dataclasses.replace(
        _spec(builder, content, tuple(pins), callouts, tuple(notes)),
        keep_clear=form.keep_clear,
        legend=_legend_words(builder) if form.legend else {},
        dots=dots,
    )
    sheet = draw_map(spec, frame, toolkit.base_map, toolkit.composer, painted)
    builder.add(sheet.op)
    for kind in dots:
        _draw_dots(builder, kind, sheet)
    _note_callouts(builder, content, sheet)
    return sheet


def _spec(
    builder: PageBuilder,
    content: MapContent,
    pins: tuple[MapPin, ...],
    callouts: tuple[MapCallout, ...],
    notes: tuple[str, ...],
) -> MapSpec:
    toolkit, wording = builder.toolkit, builder.wording
    return MapSpec(
        area=_ground(content.area),
        pins=pins,
        callouts=callouts,
        notes=notes,
        credit=wording("map.credit"),
        layers=tuple(found for layer in content.layers if (found := toolkit.layer(layer))),
        municipalities=content.area.kind != "nation",
        margin_mm=_MARGIN_MM,
        projections=(wording("map.cone"), wording("map.cylinder")),
        enlarged_title=wording("map.enlarged") if content.alone else "",
        alt=wording(
            "figure.map",
            name=content.area.name(wording) or wording(content.area.heading),
            count=len(content.events),
        ),
    )


def _note_callouts(builder: PageBuilder, content: MapContent, sheet: MapSheet) -> None:
    """Note where names stand and how much of them, and lead from them to the pages of the events."""
    for event in content.events:
        box = sheet.callouts.get(event.record)
        if box is None:
            continue
        shown = min(len(event.name), _MOST_CALLOUT_CHARS)
        builder.note((event.record, "name"), box, shown, len(event.name) - shown, movable=content.sheet)
        if event.page:
            builder.link(box, page=event.page)


def _ground(area: MapArea) -> framing.MapArea:
    if area.kind == "nation":
        return framing.Nation()
    if area.kind == "region":
        return framing.Region(area.key, region_definition(area.definition))
    if area.extent is not None:
        return framing.ExtentArea(area.extent)
    prefecture = prefecture_named(area.key)
    return framing.PrefectureArea(prefecture.code if prefecture else area.key)


def _is_crowded(builder: PageBuilder, content: MapContent, area: framing.MapArea, frame: Rect) -> bool:
    """Tell whether numbers of factories cannot stand near their places on the map."""
    if len(content.factories) > _MOST_NUMBERED:
        return True
    if not content.factories:
        return False
    focus = framing.focus_on(area, builder.toolkit.base_map)
    view = framing.main_view(focus, frame, _MARGIN_MM)
    return is_crowded([factory.point for factory in content.factories], view)


def is_crowded(points: Sequence[GeoPoint], view: View) -> bool:
    """Tell whether so many points stand close together on a view that discs for them cannot stay near."""
    degrees = np.array([(point.lon_deg, point.lat_deg) for point in points]).reshape(-1, 2)
    places = view.to_sheet(degrees)
    reach = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    return bool(((reach < _CROWD_REACH_MM).sum(axis=1) > _CROWD).any())


def _note(content: MapContent, *, numbered: bool) -> str:
    """Return the key of the note that says what the pins are."""
    if not content.factories:
        return ""
    if not numbered:
        return "map.note.dots"
    return "map.note.shapes" if content.events else "map.note.numbers"


def _factory_pin(builder: PageBuilder, factory: FactoryOnMap) -> MapPin:
    return MapPin(
        factory.record,
        factory.point,
        str(factory.number),
        ink=builder.toolkit.accent(factory.region),
        number_ink=builder.toolkit.number_ink(factory.region),
        anchor=page_anchor(factory.page) if factory.page else "",
    )


def _place(builder: PageBuilder, event: EventOnMap) -> GeoPoint | None:
    return event.point or municipality_point(builder.toolkit.base_map, event.municipalities)


def _event_pin(builder: PageBuilder, event: EventOnMap) -> MapPin | None:
    """Return a small plain disc, None for an event whose place nobody knows."""
    point = _place(builder, event)
    if point is None:
        return None
    ink, anchor = builder.toolkit.accent(event.region), page_anchor(event.page) if event.page else ""
    return MapPin(event.record, point, ink=ink, anchor=anchor, shape="diamond")


def _photo_credits(builder: PageBuilder, events: Sequence[EventOnMap]) -> str:
    """Return who provided the photos in the callouts; "" for no photos there."""
    if len(events) > _MOST_WITH_PICTURES:
        return ""
    pictures = [event.picture for event in events if event.picture and event.picture.credit]
    names = dict.fromkeys(picture.credit for picture in pictures)
    text = builder.wording("separator.names").join(names)
    if not all(set(name) & _LABEL_ENDS for name in names):  # credits that say what for need no label
        text = builder.wording("map.photos", names=text)
    return text if names and len(text) <= _MOST_CREDIT_CHARS else ""


def _callout(builder: PageBuilder, event: EventOnMap, count: int, *, pictured: bool) -> MapCallout:
    """Return the callout of an event, with the fewer words and pictures the more of them there are."""
    wording = builder.wording
    since = wording("map.since", date=date_words(event.start, wording)) if event.start else ""
    page = wording("value.page", page=event.page) if event.page else ""
    edition = event.edition
    # An edition that begins with the event itself is told by the line of its first year.
    period = period_words(edition, wording) if edition and edition.begins != event.start else ""
    compact = count > _MOST_WITH_LINES
    if compact:
        year = wording("map.since_year", year=event.start.year) if event.start else ""
        lines: tuple[str, ...] = (page or year,)
    else:
        lines = (*period.split("\n"), joined((since, page), wording))
    name = event.name
    if len(name) > _MOST_CALLOUT_CHARS:
        name = name[:_MOST_CALLOUT_CHARS] + "…"
    return MapCallout(
        event.record,
        name,
        tuple(line for line in lines if line),
        builder.toolkit.accent(event.region),
        event.callout,
        compact,
        _thumbnail(event) if pictured else None,
    )


def _thumbnail(event: EventOnMap) -> Thumbnail | None:
    if event.picture is None or not event.picture.credit:  # no photo without its credit
        return None
    image = cropped(event.picture, Rect(0.0, 0.0, *THUMBNAIL_MM))
    return Thumbnail(image.sha256, image.crop, image.alt)


def _pale(ink: Ink) -> Ink:
    return Ink(ink.role, ink.tint * _FACTORY_TINT)


def _factory_dots(builder: PageBuilder, content: MapContent) -> tuple[MapDots, ...]:
    inks = {f.region: _pale(builder.toolkit.accent(f.region)) for f in content.factories}
    dots = tuple(MapDot(f.point, inks[f.region], 0) for f in content.factories)
    return (MapDots("factory_dot", _FACTORY_DOT_MM, dots),) if dots else ()


def _event_dots(builder: PageBuilder, events: Sequence[EventOnMap]) -> tuple[MapDots, ...]:
    placed = ((_place(builder, e), e) for e in events)
    dots = tuple(MapDot(p, builder.toolkit.accent(e.region), e.page) for p, e in placed if p)
    return (MapDots("event_dot", _EVENT_DOT_MM, dots),) if dots else ()


def _draw_dots(builder: PageBuilder, kind: MapDots, sheet: MapSheet) -> None:
    """Show places as dots, save where a box or a disc stands; each leads to its page, if it has one."""
    dots = []
    for dot in kind.dots:
        views = [view for view in (*sheet.views[1:], sheet.views[0]) if view.shows(dot.point)]
        place = views[0].place(dot.point) if views else None
        if place is None or _is_taken(place, kind.radius_mm, sheet):
            continue
        dots.append(dot_path(place, kind.radius_mm, dot.ink))
        if dot.page:
            around = Rect(place.x_mm, place.y_mm, 0.0, 0.0).grown(kind.radius_mm)
            builder.link(around, page=dot.page)
    builder.add(Group(tuple(dots), tag="Artifact"))


def _legend_words(builder: PageBuilder) -> dict[str, str]:
    """Return what a legend calls the symbols of a map."""
    return {code: builder.wording(f"legend.{code}") for code in LEGEND_CODES}


def _is_taken(place: Point, half_mm: float, sheet: MapSheet) -> bool:
    dot = Rect(place.x_mm, place.y_mm, 0.0, 0.0).grown(half_mm)
    boxes = [*sheet.callouts.values(), *([sheet.legend.rect] if sheet.legend else [])]
    if any(dot.intersects(box) for box in boxes):
        return True
    return any(
        np.hypot(place.x_mm - pin.centre.x_mm, place.y_mm - pin.centre.y_mm) < pin.radius_mm + half_mm
        for pin in sheet.pins
    )
