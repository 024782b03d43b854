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


class MunicipalityNames:
    """Finds the municipality that an address names; made once for many addresses."""

    def __init__(self, base_map: BaseMap) -> None:
        names: dict[str, list[str]] = {}
        for municipality in base_map.municipalities.values():
            names.setdefault(municipality.prefecture_code, []).append(municipality.name)
        # Longest first, so that no name hides another that begins like it.
        self._names = {code: sorted(own, key=len, reverse=True) for code, own in names.items()}

    def of_address(self, address: str) -> str:
        """Return the name of the municipality; "" without a prefecture before it, or when the map has none.

        For a ward of a designated city the city is named.
        """
        prefecture = prefecture_at_start(address)
        if prefecture is None:
            return ""
        rest = address[len(prefecture.name) :].lstrip()
        bare = rest.partition("郡")[2]  # 郡山市 and 郡上市 are found whole before
        own = self._names.get(prefecture.code, ())
        return next((name for start in (rest, bare) for name in own if start.startswith(name)), "")


def _is(name: str, rest: str, bare: str) -> bool:
    return name in (rest, bare) or (name.endswith("市") and rest.startswith(name))
