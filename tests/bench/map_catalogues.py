"""Catalogues for looking at maps: invented events and factories at real municipalities and towns.

`python -m tests.bench.map_catalogues OUT_FOLDER` writes nation.ofdesk (70 events), tohoku.ofdesk (12),
kinki.ofdesk (40) and sabae.ofdesk (an event with 120 factories in 鯖江市, 越前市 and 越前町).
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ofdesk.base.geometry import GeoPoint
from ofdesk.base.japan import PREFECTURES
from ofdesk.cartography.base_map import BaseMap, Municipality, load_base_map
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.ordering import evenly_spaced
from ofdesk.model.parts import Location
from ofdesk.model.records import Edition, Event, Factory, Participation, Record
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.saving import save_project

CRAFTS = (
    *("漆器", "鍛造", "織物", "陶磁器", "木工", "眼鏡", "金属加工"),
    *("和紙", "刃物", "染色", "印刷", "革", "ガラス", "食品"),
)
FORMS = (
    "{craft}オープンファクトリー",
    "{craft}の工場開き",
    "{place}ものづくり参観日",
    "{place}クラフトウィーク",
    "{place}工場めぐり",
)
ENDINGS = ("製作所", "工業", "工房", "本店", "鉄工所", "商店", "産業", "技研")
TOHOKU, KINKI = ("02", "03", "04", "05", "06", "07"), ("18", "25", "26", "27", "28", "29", "30")
# About as many events as there are in each region: 近畿 has most of them.
NATION = {
    "01": 3,
    "tohoku": 9,
    "kanto": 12,
    "chubu": 11,
    "kinki": 20,
    "chugoku": 5,
    "shikoku": 4,
    "kyushu": 5,
    "okinawa": 1,
}


class Maker:
    """Makes records from one stream of random numbers."""

    def __init__(self, base_map: BaseMap, seed: int) -> None:
        self._chance = random.Random(seed)
        self._map = base_map

    def some(self, rows: Sequence[tuple[str, GeoPoint]], count: int) -> list[tuple[str, GeoPoint]]:
        """Return so many of some towns."""
        return self._chance.sample(rows, min(count, len(rows)))

    def record_id(self) -> RecordId:
        """Return the next identity."""
        return RecordId(self._chance.randbytes(16).hex())

    def event(self, place: Municipality, order: str, *, photos: Sequence[RecordId] = ()) -> Event:
        """Return an event in a municipality."""
        prefecture = next(p for p in PREFECTURES if p.code == place.prefecture_code)
        craft = self._chance.choice(CRAFTS)
        short = place.name.rstrip("市区町村")
        name = "見本" + self._chance.choice(FORMS).format(craft=craft, place=short)
        start = PartialDate(self._chance.randint(2011, 2025), self._chance.choice((10, 11)))
        return Event(
            id=self.record_id(),
            order=order,
            name=name,
            reading="みほん",
            prefectures=(prefecture.name,),
            municipalities=(place.name,),
            location=located(place.label),
            start=start,
            overview_short="地図を見るための見本です。",
            photos=tuple(photos),
        )

    def municipalities(self, prefectures: Sequence[str], count: int) -> list[Municipality]:
        """Return municipalities of prefectures, towns rather than villages."""
        found = [m for m in self._map.municipalities.values() if m.prefecture_code in prefectures]
        towns = [m for m in found if m.name.endswith(("市", "区")) and m.code[2] != "3"]
        return self._chance.sample(towns, count)

    def factories(self, towns: Sequence[tuple[str, GeoPoint]]) -> Iterator[Factory]:
        """Yield a factory in each town."""
        for number, (address, point) in enumerate(towns, start=1):
            name = f"見本{self._chance.choice(CRAFTS)}{self._chance.choice(ENDINGS)}{number}"
            yield Factory(
                id=self.record_id(),
                order=f"{number:06d}1",
                name=name,
                reading="みほん",
                address=address,
                location=located(point),
            )


def located(point: GeoPoint) -> Location:
    """Return a point as it stands in a record."""
    return Location(
        lat_deg=round(point.lat_deg, 6), lon_deg=round(point.lon_deg, 6), level="point", origin="by_hand"
    )


def events_of(maker: Maker, municipalities: Sequence[Municipality]) -> list[Record]:
    """Return an event in each municipality."""
    orders = evenly_spaced(len(municipalities))
    return [maker.event(place, order) for place, order in zip(municipalities, orders, strict=True)]


def nation(maker: Maker) -> list[Record]:
    """Return 70 events all over Japan."""
    chosen: list[Municipality] = []
    for region, count in NATION.items():
        codes = [p.code for p in PREFECTURES if region in (p.region, p.code)]
        chosen += maker.municipalities(codes, count)
    return events_of(maker, chosen)


def sabae(maker: Maker, base_map: BaseMap) -> list[Record]:
    """Return an event with 120 factories, most of them close together."""
    towns: list[tuple[str, GeoPoint]] = []
    gazetteer = Gazetteer()
    for code, count in (("18207", 70), ("18209", 35), ("18423", 15)):
        municipality = gazetteer.by_code(code)
        assert municipality is not None
        table = gazetteer.towns(gazetteer.municipalities().index(municipality))
        start = f"福井県{municipality.name}"
        rows = [(start + name, table.point(number)) for number, name in enumerate(table.names)]
        towns += maker.some(rows, count)
    event = maker.event(base_map.municipalities["18207"], "1")
    edition = Edition(id=maker.record_id(), order="1", event=event.id, label="2026")
    factories = list(maker.factories(towns))
    joined = [
        Participation(id=maker.record_id(), order=f.order, factory=f.id, edition=edition.id)
        for f in factories
    ]
    return [event, edition, *factories, *joined]


def write(path: Path, records: Sequence[Record], title: str) -> None:
    """Write a project file."""
    settings = BookletSettings(title=title, publisher="見本経済局", as_of=PartialDate(2026, 10))
    catalogue = Catalogue.of(tuple(records), Project(id="ab" * 16, title=title), settings)
    path.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        save_project(path, catalogue, PhotoStore(Path(folder)), expected_digest=None)


def main() -> None:
    """Write the files."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    base_map = load_base_map()
    maker = Maker(base_map, 4)
    write(folder / "nation.ofdesk", nation(maker), "全国の見本")
    write(folder / "tohoku.ofdesk", events_of(maker, maker.municipalities(TOHOKU, 12)), "東北の見本")
    write(folder / "kinki.ofdesk", events_of(maker, maker.municipalities(KINKI, 40)), "近畿の見本")
    write(folder / "sabae.ofdesk", sabae(maker, base_map), "鯖江・越前の見本")


if __name__ == "__main__":
    main()
