"""Pins as GeoJSON, for GIS programs and web maps. Source: RFC 7946 (WGS 84, longitude first)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ofdesk.exchange.pins import COLUMNS, DECIMALS, Pin, PinWords, one_line


def geojson_of(pins: Iterable[Pin], words: PinWords) -> bytes:
    """Return a FeatureCollection in UTF-8.

    Properties are named as the columns of a pin and hold its codes, so that programs can count on them; what
    is not known is null or "". A feature stands on a line of its own.
    """
    features = ",\n".join(_as_json(_feature(pin)) for pin in pins)
    name = _as_json(one_line(words.title))
    text = f'{{"type": "FeatureCollection", "name": {name}, "features": [\n{features}\n]}}\n'
    return text.encode("utf-8")


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _feature(pin: Pin) -> dict[str, Any]:
    place = [round(pin.point.lon_deg, DECIMALS), round(pin.point.lat_deg, DECIMALS)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": place},
        "properties": {name: _plain(getattr(pin, name)) for name in COLUMNS},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    return [one_line(text) for text in value] if isinstance(value, tuple) else value
