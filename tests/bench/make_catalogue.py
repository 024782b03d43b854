"""Make a project file of a given size, with realistic Japanese text and photos, for measurements.

    python tests/bench/make_catalogue.py --events 100 --factories 4000 --photos 300 --seed 1 OUT.ofdesk

Equal arguments give equal files. All names are invented.
"""

from __future__ import annotations

import argparse
import datetime
import io
import random
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from ofdesk.base.japan import PREFECTURES, Prefecture
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.ordering import evenly_spaced
from ofdesk.model.parts import Figure, Location
from ofdesk.model.records import Edition, Event, Factory, Participation, Photo, Record
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.saving import save_project

_OVERVIEW_CHARS = 250
_PHOTO_SIZE_PX = (1600, 1200)
_PHOTO_BYTES = 400_000

_CRAFTS = (
    ("漆器", "しっき"), ("鍛造", "たんぞう"), ("織物", "おりもの"), ("陶磁器", "とうじき"),
    ("木工", "もっこう"), ("眼鏡枠", "めがねわく"), ("金属加工", "きんぞくかこう"), ("和紙", "わし"),
    ("刃物", "はもの"), ("染色", "せんしょく"), ("印刷", "いんさつ"), ("革製品", "かわせいひん"),
    ("ガラス", "がらす"), ("食品", "しょくひん"), ("家具", "かぐ"), ("タオル", "たおる"),
)  # fmt: skip
_ENDINGS = (
    ("製作所", "せいさくしょ"), ("工業", "こうぎょう"), ("工房", "こうぼう"), ("本店", "ほんてん"),
    ("鉄工所", "てっこうじょ"), ("商店", "しょうてん"), ("産業", "さんぎょう"), ("技研", "ぎけん"),
)  # fmt: skip
_OPENINGS = (
    "{place}は{craft}のまちとして知られ、いまも多くの工場や工房が軒を連ねています。",
    "{place}では、{craft}をはじめとするものづくりが暮らしのすぐそばで続いてきました。",
    "川と街道に育まれた{place}には、{craft}に関わる分業の仕組みがいまも残っています。",
)
_MIDDLES = (
    "普段は入ることのできない現場の扉を開き、職人や技術者が自らの言葉で仕事を紹介します。",
    "見学に加えて、素材に触れる体験やその場で使い方を相談できる販売も行われます。",
    "1日2回、10:00と14:00に案内つきの見学を行い、定員は各回8名としています。",
    "工程を順に見て回ることで、完成品からは想像できない手間と工夫に気づくことができます。",
    "参加企業どうしの行き来が増え、共同での商品開発や採用活動にもつながり始めています。",
    "子どもから専門の方まで、それぞれの関心に合わせて巡ることのできる道筋を用意しました。",
    "「見せる」ことを通じて社内の会話が変わり、品質や安全への意識も高まったといいます。",
    "地域の飲食店や宿泊施設とも手を携え、2日かけてゆっくり過ごす過ごし方を提案しています。",
)


def overview(rng: random.Random, place: str, craft: str, length: int) -> str:
    """Return whole sentences of about `length` characters."""
    text = rng.choice(_OPENINGS).format(place=place, craft=craft)
    sentences = list(_MIDDLES)
    rng.shuffle(sentences)
    for sentence in sentences:
        if len(text) >= length:
            break
        text += sentence
    return text


class CatalogueMaker:
    """Makes records from one stream of random numbers."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._pixels = np.random.default_rng(seed)

    def record_id(self) -> RecordId:
        """Return the next identity."""
        return RecordId(self._rng.randbytes(16).hex())

    def photo_bytes(self) -> bytes:
        """Return a JPEG of the size of a snapshot: soft forms with the grain of a camera."""
        width, height = _PHOTO_SIZE_PX
        coarse = self._pixels.integers(30, 225, (9, 12, 3), dtype=np.uint8)
        soft = Image.fromarray(coarse).resize(_PHOTO_SIZE_PX, Image.Resampling.BICUBIC)
        grain = self._pixels.normal(0.0, 9.0, (height, width, 1))
        noisy = Image.fromarray(np.clip(np.asarray(soft) + grain, 0, 255).astype(np.uint8))
        noisy = noisy.filter(ImageFilter.GaussianBlur(0.6))
        best = b""
        for quality in (70, 80, 86, 90, 93):
            file = io.BytesIO()
            noisy.save(file, "JPEG", quality=quality)
            if best and abs(len(best) - _PHOTO_BYTES) < abs(file.tell() - _PHOTO_BYTES):
                break
            best = file.getvalue()
        return best

    def photo(self, sha256: str, order: str) -> Photo:
        """Return the record of a stored photo."""
        return Photo(
            id=self.record_id(),
            order=order,
            sha256=sha256,
            media="image/jpeg",
            width_px=_PHOTO_SIZE_PX[0],
            height_px=_PHOTO_SIZE_PX[1],
            file_name="sample.jpg",
            caption="見本の写真",
            credit="見本",
            consent="given",
            alt="色の面でできた見本の写真",
        )

    def event(self, number: int, order: str, photos: tuple[RecordId, ...]) -> Event:
        """Return an event somewhere in Japan."""
        prefecture = self._rng.choice(PREFECTURES)
        craft, reading = self._rng.choice(_CRAFTS)
        return Event(
            id=self.record_id(),
            order=order,
            owner=prefecture.region,
            state="answered",
            as_of=PartialDate(2026, 10),
            source_note="計測用の見本",
            name=f"見本{craft}オープンファクトリー{number}",
            reading=f"みほん{reading}おーぷんふぁくとりー",
            prefectures=(prefecture.name,),
            municipalities=(f"{prefecture.name}見本市",),
            start=PartialDate(self._rng.randint(2011, 2025)),
            frequency="yearly",
            duration_facets=("limited",),
            visit_facets=("free",),
            content_facets=("see", "try"),
            overview_short=overview(self._rng, prefecture.name, craft, 60)[:100],
            overview_long=overview(self._rng, prefecture.name, craft, _OVERVIEW_CHARS),
            url="https://example.jp/",
            location=self._place(prefecture),
            photos=photos,
        )

    def edition(self, event: Event, order: str) -> Edition:
        """Return an edition of an event with its figures."""
        begins = datetime.date(2026, 10, 1) + datetime.timedelta(days=self._rng.randint(0, 40))
        ends = begins + datetime.timedelta(days=2)
        return Edition(
            id=self.record_id(),
            order=order,
            event=event.id,
            label=f"{event.name} 2026",
            begins=PartialDate(begins.year, begins.month, begins.day),
            ends=PartialDate(ends.year, ends.month, ends.day),
            companies=Figure(value=self._rng.randint(5, 133), unit="companies", source="見本"),
            visitors=Figure(
                value=self._rng.randint(500, 40000), unit="total_people", about=True, source="見本"
            ),
        )

    def factory(self, number: int, order: str, photos: tuple[RecordId, ...]) -> Factory:
        """Return a factory with a plausible address and place."""
        prefecture = self._rng.choice(PREFECTURES)
        craft, craft_reading = self._rng.choice(_CRAFTS)
        ending, ending_reading = self._rng.choice(_ENDINGS)
        return Factory(
            id=self.record_id(),
            order=order,
            owner=prefecture.region,
            state="answered",
            name=f"見本{craft}{ending}{number}",
            reading=f"みほん{craft_reading}{ending_reading}",
            trade=craft,
            industry=craft,
            postal_code=f"{self._rng.randint(100, 999)}-{self._rng.randint(0, 9999):04d}",
            address=f"{prefecture.name}見本市中央町{self._rng.randint(1, 9)}-{self._rng.randint(1, 30)}",
            location=self._place(prefecture),
            summary=f"{craft}の製造を手がけ、{self._rng.choice(_MIDDLES)}",
            can_see="材料の受け入れから仕上げまでの工程",
            can_try="仕上げの一部を体験",
            hours="10:00～16:00",
            duration_minutes=40,
            capacity=8,
            booking="recommended",
            photos=photos,
        )

    def _place(self, prefecture: Prefecture) -> Location:
        # Along the line from Kagoshima to Sapporo by code of the prefecture: spread out, not true.
        share = (47 - int(prefecture.code)) / 46
        return Location(
            lat_deg=round(43.0 - 11.4 * share + self._rng.uniform(-0.3, 0.3), 6),
            lon_deg=round(141.3 - 10.8 * share + self._rng.uniform(-0.3, 0.3), 6),
            level="town",
            radius_m=400,
            origin="geocoder",
        )

    def participation(self, factory: Factory, edition: Edition, order: str) -> Participation:
        """Return that a factory takes part in an edition."""
        return Participation(
            id=self.record_id(), order=order, factory=factory.id, edition=edition.id, booking="recommended"
        )


def make_catalogue(events: int, factories: int, photos: int, seed: int, store: PhotoStore) -> Catalogue:
    """Return a catalogue of the given size; its photos are put into the store.

    Photos go to events first, then to factories, one each.
    """
    maker = CatalogueMaker(seed)
    pictures = []
    for order in evenly_spaced(photos):
        pictures.append(maker.photo(store.add(maker.photo_bytes(), "image/jpeg"), order))
    waiting = [picture.id for picture in pictures]
    records: list[Record] = list(pictures)
    made_events = [
        maker.event(number, order, tuple(waiting[number : number + 1]))
        for number, order in enumerate(evenly_spaced(events))
    ]
    editions = [
        maker.edition(event, order) for event, order in zip(made_events, evenly_spaced(events), strict=True)
    ]
    records += made_events
    records += editions
    for number, order in enumerate(evenly_spaced(factories)):
        at = events + number
        factory = maker.factory(number, order, tuple(waiting[at : at + 1]))
        records.append(factory)
        if editions:
            records.append(maker.participation(factory, editions[number % len(editions)], order))
    settings = BookletSettings(
        title="見本オープンファクトリー集",
        year_label="2026",
        publisher="見本経済産業局",
        as_of=PartialDate(2026, 10),
    )
    return Catalogue.of(records, Project(id=f"{seed:032x}", title="計測用の見本"), settings)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Make a project file for measurements.")
    parser.add_argument("--events", type=int, required=True)
    parser.add_argument("--factories", type=int, required=True)
    parser.add_argument("--photos", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = PhotoStore(Path(folder))
        catalogue = make_catalogue(
            arguments.events, arguments.factories, arguments.photos, arguments.seed, store
        )
        arguments.output.unlink(missing_ok=True)
        saved = save_project(arguments.output, catalogue, store, expected_digest=None)
    print(f"{arguments.output}: {len(catalogue)} records, {saved.size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
