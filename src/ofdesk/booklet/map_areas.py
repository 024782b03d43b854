"""Areas of maps that lie around places: that of an event, and one of the user's own."""

from __future__ import annotations

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoExtent
from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_content import MapArea, place_of_event
from ofdesk.booklet.places import municipality_point
from ofdesk.booklet.record_facts import told_name
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.framing import extent_around
from ofdesk.model.records import Event, Factory

COUNTRY = GeoExtent(20.0, 122.0, 46.0, 154.5)
"""Holds 沖ノ鳥島, 与那国島, 択捉島 and 南鳥島; nothing outside stands on a map of Japan."""


def event_area(event: Event, source: Source) -> MapArea:
    """Return the area of an event: around its own place and its factories, with a margin, at least 4 km.

    Raises:
        InputError: code "map.event_without_place".
    """
    order = source.plan.order
    ids = order.factories_of_event.get(event.id, ())
    factories = (source.catalogue.find(Factory, record_id) for record_id in ids)
    located: tuple[Event | Factory, ...] = (event, *(factory for factory in factories if factory))
    places = [one.location.point for one in located if one.location and one.location.point]
    points = [point for point in places if COUNTRY.contains(point)]
    if not points:
        raise InputError("map.event_without_place", name=event.name)
    english = source.catalogue.booklet.language == "en"
    return MapArea(
        "event",
        event.id,
        extent=extent_around(points),
        members=frozenset((event.id, *ids)),
        home=order.region_of(event),
        title=told_name(event, english=english),
    )


def extent_area(extent: GeoExtent, source: Source, base_map: BaseMap) -> MapArea:
    """Return an area of the user's own, with the events and factories that have their place in it."""
    order = source.plan.order
    members = [
        factory.id
        for factory in order.factories
        if factory.location and (point := factory.location.point) and extent.contains(point)
    ]
    for event in order.events:
        place = place_of_event(source, event) or municipality_point(base_map, event.municipalities)
        if place and extent.contains(place):
            members.append(event.id)
    key = ",".join(
        f"{degrees:.4f}"
        for degrees in (extent.west_deg, extent.south_deg, extent.east_deg, extent.north_deg)
    )
    return MapArea("extent", key, extent=extent, members=frozenset(members))
