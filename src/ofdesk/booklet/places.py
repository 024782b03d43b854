"""Municipalities by their official names: where they are, and which of them an address names."""

from __future__ import annotations

from collections.abc import Iterable

from ofdesk.base.geometry import GeoPoint
from ofdesk.base.japan import prefecture_at_start
from ofdesk.cartography.base_map import BaseMap


def municipality_point(base_map: BaseMap, names: Iterable[str]) -> GeoPoint | None:
    """Return a point inside the first municipality that the map knows, None when it knows none.

    Args:
        base_map: the map; wards of designated cities stand at the place of their city.
        names: official names with prefecture and, for towns and villages, 郡.
    """
    for name in names:
        prefecture = prefecture_at_start(name)
        if prefecture is None:
            continue
        rest = name[len(prefecture.name) :]
        bare = rest.rpartition("郡")[2]  # 丹生郡越前町; 郡山市 and 郡上市 are tried whole as well
        for municipality in base_map.municipalities.values():
            if municipality.prefecture_code == prefecture.code and _is(municipality.name, rest, bare):
                return municipality.label
    return None


def municipality_in(base_map: BaseMap, address: str) -> str:
    """Return the municipality that an address with its prefecture names, "" when the map has none.

    Args:
        base_map: the map; for a ward of a designated city the city is named.
        address: as people write it.
    """
    prefecture = prefecture_at_start(address)
    if prefecture is None:
        return ""
    rest = address[len(prefecture.name) :].lstrip()
    bare = rest.partition("郡")[2]
    found = [
        municipality.name
        for municipality in base_map.municipalities.values()
        if municipality.prefecture_code == prefecture.code
        and (rest.startswith(municipality.name) or (bare and bare.startswith(municipality.name)))
    ]
    return max(found, key=len, default="")


def _is(name: str, rest: str, bare: str) -> bool:
    return name in (rest, bare) or (name.endswith("市") and rest.startswith(name))
