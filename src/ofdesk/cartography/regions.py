"""Which prefectures form which region, and which islands lie too far out for the main map of an area.

Region keys are those of `base.japan`; a definition may differ from the bureaus' (近畿 with or without 福井).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from ofdesk.base.geometry import GeoExtent
from ofdesk.base.japan import PREFECTURES, REGIONS, Prefecture

Corner: TypeAlias = Literal["top left", "top right", "bottom left", "bottom right"]


@dataclass(frozen=True)
class RegionDefinition:
    """Regions by the prefectures they hold.

    Attributes:
        key: name of the definition.
        members: JIS prefecture codes by region key; every prefecture belongs to exactly one region.
    """

    key: str
    members: Mapping[str, tuple[str, ...]]

    def region_of(self, prefecture_code: str) -> str:
        """Return the region of a prefecture.

        Raises:
            KeyError: no such prefecture.
        """
        return self._regions[prefecture_code]

    def rank_of(self, prefecture: Prefecture | None) -> tuple[int, int]:
        """Return what orders prefectures by region and JIS code; unknown ones come last."""
        if prefecture is None:
            return len(REGIONS), 0
        return self._ranks[prefecture.code]

    @cached_property
    def _regions(self) -> Mapping[str, str]:
        return {code: region for region, codes in self.members.items() for code in codes}

    @cached_property
    def _ranks(self) -> Mapping[str, tuple[int, int]]:
        return {code: (REGIONS.index(region), int(code)) for code, region in self._regions.items()}


def _members(moved: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        region: tuple(p.code for p in PREFECTURES if moved.get(p.code, p.region) == region)
        for region in REGIONS
    }


BUREAU_REGIONS = RegionDefinition("bureau", _members({}))
# 近畿 as 2府4県: 福井 goes to the Hokuriku prefectures, which the booklet counts to 中部.
KINKI_WITHOUT_FUKUI = RegionDefinition("kinki_2fu4ken", _members({"18": "chubu"}))


def region_definition(key: str) -> RegionDefinition:
    """Return the definition of a key; "" and unknown ones give the bureaus'."""
    return KINKI_WITHOUT_FUKUI if key == KINKI_WITHOUT_FUKUI.key else BUREAU_REGIONS


@dataclass(frozen=True)
class Outlier:
    """Islands that get a framed map of their own when the prefecture's main map is drawn.

    Attributes:
        key: stable name.
        title: what the frame is headed with.
        extent: what the frame shows.
        apart: islands wholly inside are left out of the main map (at least the extent).
        prefectures: codes of the prefectures the islands belong to.
        scopes: for which kinds of area the islands are set apart.
        corner: where on the sheet the frame is looked for first.
    """

    key: str
    title: str
    extent: GeoExtent
    apart: GeoExtent
    prefectures: tuple[str, ...]
    scopes: tuple[str, ...]
    corner: Corner


_SMALL = ("region", "prefecture")
_SOUTH_SEA = GeoExtent(20.0, 122.0, 30.15, 132.0)
_NANSEI = GeoExtent(23.9, 122.7, 30.15, 131.5)
_BONIN = GeoExtent(24.1, 140.9, 27.9, 142.5)
_PACIFIC = GeoExtent(20.0, 136.0, 28.0, 154.5)
_AMAMI = GeoExtent(26.95, 128.3, 30.15, 130.3)
_SAKISHIMA = GeoExtent(23.9, 122.8, 26.0, 125.6)
_DAITO = GeoExtent(25.7, 131.05, 26.05, 131.45)
_DAITO_SEA = GeoExtent(24.0, 130.8, 26.2, 131.6)  # with 沖大東島, which stands in no frame
_IZU = GeoExtent(32.3, 138.9, 34.9, 140.0)
_TAKESHIMA = GeoExtent(37.2, 131.82, 37.28, 131.92)
OUTLIERS: tuple[Outlier, ...] = (
    Outlier("nansei", "南西諸島", _NANSEI, _SOUTH_SEA, ("46", "47"), ("nation",), "top left"),
    Outlier("ogasawara", "小笠原諸島", _BONIN, _PACIFIC, ("13",), ("nation", *_SMALL), "bottom right"),
    Outlier("izu", "伊豆諸島", _IZU, _IZU, ("13",), ("prefecture",), "bottom right"),
    Outlier("amami", "トカラ・奄美", _AMAMI, _SOUTH_SEA, ("46",), _SMALL, "bottom left"),
    Outlier("sakishima", "宮古・八重山列島", _SAKISHIMA, _SAKISHIMA, ("47",), _SMALL, "top left"),
    Outlier("daito", "大東諸島", _DAITO, _DAITO_SEA, ("47",), _SMALL, "bottom right"),
    Outlier("takeshima", "竹島", _TAKESHIMA, _TAKESHIMA, ("32",), _SMALL, "top left"),
)


def outliers_of(prefectures: tuple[str, ...], scope: str) -> tuple[Outlier, ...]:
    """Return the island groups that an area of this scope sets apart."""
    return tuple(o for o in OUTLIERS if scope in o.scopes and set(o.prefectures) & set(prefectures))
