"""Which area a user names: the nation, a region, a prefecture, an event, or four degrees."""

from __future__ import annotations

import unicodedata

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import GeoExtent
from ofdesk.base.japan import PREFECTURES, REGIONS
from ofdesk.base.ruby import plain
from ofdesk.booklet.engine import Source
from ofdesk.booklet.map_areas import COUNTRY, event_area, extent_area
from ofdesk.booklet.map_content import MapArea
from ofdesk.cartography.base_map import BaseMap
from ofdesk.cartography.regions import BUREAU_REGIONS, KINKI_WITHOUT_FUKUI
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event
from ofdesk.services.words import load_words

NATION = "全国"
EVENT_PREFIX = "event:"
_KINKI = "kinki"
_DEFINITIONS = (("2府4県", KINKI_WITHOUT_FUKUI.key), ("2府5県", BUREAU_REGIONS.key))
_LEAST_DEG = 0.005  # about 500 m: less is no map but a mistyped figure
_MOST_SHOWN = 40


def parse_area(text: str, source: Source, base_map: BaseMap) -> MapArea:
    """Return the area a user names.

    Args:
        text: 全国; the key or name of a region (東北), for 近畿 also with its definition (近畿（2府4県）);
            the name of a prefecture; the exact name of an event or "event:" and its identity; or west, south,
            east and north in degrees between commas.
        source: catalogue and plan.
        base_map: the map, for events that are known by their municipality only.

    Raises:
        InputError: codes "map.unknown_area", "map.extent", "map.several_events", "map.event_without_place".
    """
    named = _named_area(unicodedata.normalize("NFKC", text.strip()))
    if named is not None:
        return named
    event = _event(text.strip(), source)
    if event is not None:
        return event_area(event, source)
    extent = _extent(unicodedata.normalize("NFKC", text))
    if extent is not None:
        return extent_area(extent, source, base_map)
    raise InputError("map.unknown_area", area=text[:_MOST_SHOWN])


def _named_area(text: str) -> MapArea | None:
    if text in (NATION, "nation"):
        return MapArea("nation", "")
    names = load_words("ja").sections["choices"]
    for region in REGIONS:
        if text in (region, names[f"bureau.{region}"]):
            return MapArea("region", region)
    for label, definition in _DEFINITIONS:
        if text in (f"{names[f'bureau.{_KINKI}']}({label})", definition if label == "2府4県" else label):
            return MapArea("region", _KINKI, definition)
    for prefecture in PREFECTURES:
        if text in (prefecture.name, prefecture.name[:-1], prefecture.romaji.lower()):
            return MapArea("prefecture", prefecture.name)
    return None


def _event(text: str, source: Source) -> Event | None:
    """Return the event of an identity or a name, None for what is neither."""
    if text.startswith(EVENT_PREFIX):
        return source.catalogue.find(Event, RecordId(text.removeprefix(EVENT_PREFIX)))
    found = [
        event
        for event in source.plan.order.events
        if text and text in (event.name, plain(event.name), event.name_en)
    ]
    if len(found) > 1:
        examples = "、".join(EVENT_PREFIX + event.id for event in found[:3])
        raise InputError("map.several_events", name=text[:_MOST_SHOWN], examples=examples)
    return found[0] if found else None


def _extent(text: str) -> GeoExtent | None:
    """Return the box of four degrees, None for a text that is not four numbers."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    rising = all(low + _LEAST_DEG <= high for low, high in ((west, east), (south, north)))
    extent = GeoExtent(south, west, north, east)
    # Comparisons with NaN are false, so that it is refused as well.
    if not rising or not COUNTRY.holds(extent):
        raise InputError("map.extent", area=text.strip()[:_MOST_SHOWN])
    return extent
