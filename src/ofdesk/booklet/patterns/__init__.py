"""The page patterns by name. A new pattern is a module here, a line below and a step in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ofdesk.booklet.engine import Pattern
from ofdesk.booklet.patterns import (
    back_cover,
    blank,
    colophon,
    contents,
    cover,
    event,
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
        "colophon": colophon,
        "contents": contents,
        "cover": cover,
        "event": event,
        "factory_list": factory_list,
        "forums": forums,
        "greeting": greeting,
        "how_to_read": how_to_read,
        "index": index,
        "links": links,
        "nation_map": nation_map,
        "region_opener": region_opener,
        "reports": reports,
        "six_events": six_events,
        "statistics": statistics,
    }
)
