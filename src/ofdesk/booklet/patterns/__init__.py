"""The page patterns by name. A new pattern is a module here, a line below and a step in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ofdesk.booklet.engine import Pattern
from ofdesk.booklet.patterns import (
    back_cover,
    blank,
    calendar,
    colophon,
    contents,
    cover,
    event,
    event_more,
    factory_list,
    forums,
    greeting,
    how_to_read,
    index,
    links,
    nation_map,
    region_opener,
    reports,
    six_events,
    statistics,
)

PATTERNS: Mapping[str, Pattern] = MappingProxyType(
    {
        "back_cover": back_cover,
        "blank": blank,
        "calendar": calendar,
        "colophon": colophon,
        "contents": contents,
        "cover": cover,
        "event": event,
        "event_more": event_more,
        "factory_list": factory_list,
        "forums": forums,
        "greeting": greeting,
        "how_to_read": how_to_read,
        "index": index,
        "index_industry": index,
        "index_reading": index,
        "links": links,
        "nation_map": nation_map,
        "region_opener": region_opener,
        "reports": reports,
        "six_events": six_events,
        "statistics": statistics,
    }
)
