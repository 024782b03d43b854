"""Catalogues for the tests of the booklet: plain, full to the last field, empty, bare, hostile."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, TypeVar

from ofdesk.model import choices, parts
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import (
    BooleanType,
    ChoiceType,
    DateType,
    FieldSpec,
    IntegerType,
    ListType,
    NumberType,
    PartType,
    ReferenceType,
    TextType,
    specs_of,
)
from ofdesk.model.ids import RecordId
from ofdesk.model.ordering import evenly_spaced
from ofdesk.model.records import (
    RECORD_TYPES,
    Edition,
    Event,
    Factory,
    Forum,
    Link,
    Participation,
    Photo,
    Record,
    Report,
    Survey,
)
from ofdesk.model.settings import SECTION_PATTERNS, BookletSettings, Project, Section

SETTINGS = BookletSettings(
    title="見本オープンファクトリー集",
    subtitle="工場をひらく",
    title_en="Sample Open Factories",
    year_label="2026",
    publisher="見本経済産業局",
    publisher_department="見本課",
    published=PartialDate(2027, 3),
    as_of=PartialDate(2026, 11),
    language="ja",
    greeting="ものづくりの現場の扉をひらく取り組みが、各地で育っています。\nこの冊子はその見本です。",
    definition="地域の企業がまとまって生産の現場を公開し、来場者と交流する取り組みをいう。",
    colophon_note="この冊子は見本である。",
)


RecordT = TypeVar("RecordT", bound=Record)


def record_id(number: int) -> RecordId:
    return RecordId(f"{number:032x}")


def place(lat_deg: float, lon_deg: float) -> parts.Location:
    return parts.Location(lat_deg=lat_deg, lon_deg=lon_deg, level="town", radius_m=300, origin="geocoder")


def photo(number: int) -> Photo:
    return Photo(
        id=record_id(number),
        sha256=f"{number:064x}",
        media="image/jpeg",
        width_px=1800,
        height_px=1200,
        caption="見本の写真",
        credit="見本写真室",
        consent="given",
        alt="見本の写真の説明",
    )


def event(number: int, **changes: object) -> Event:
    plain = Event(
        id=record_id(number),
        name=f"見本オープンファクトリー{number}",
        reading="みほんおーぷんふぁくとりー",
        prefectures=("大阪府",),
        municipalities=("大阪府八尾市",),
        location=place(34.62, 135.60),
        overview_short="町工場がいっせいに扉を開き、見学や体験を通じて、つくる人の考えに触れる催しである。",
        overview_long="期間中は参加企業がそれぞれの現場を公開する。" * 8,
        as_of=PartialDate(2026, 10),
        source_note="見本の資料",
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def factory(number: int, **changes: object) -> Factory:
    plain = Factory(
        id=record_id(number),
        name=f"見本製作所{number}",
        reading="みほんせいさくしょ",
        trade="金属加工",
        address="大阪府八尾市本町1丁目1-1",
        location=place(34.62 + number % 7 * 0.01, 135.60 + number % 5 * 0.01),
        can_see="材料の受け入れから仕上げまで",
        hours="10:00～16:00",
        booking="required",
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def taking_part(number: int, of_factory: Factory, in_edition: Edition) -> Participation:
    return Participation(id=record_id(number), factory=of_factory.id, edition=in_edition.id)


def small(settings: BookletSettings = SETTINGS) -> Catalogue:
    """Return one record of each kind or a few, such as fill a page of each pattern."""
    pictures = [photo(900), photo(901)]
    first = event(
        1,
        name="見本の工場めぐり",
        name_en="Sample Factory Walk",
        start=PartialDate(2022, 10),
        frequency="yearly",
        duration_facets=("limited",),
        content_facets=("see", "try"),
        photos=(pictures[0].id,),
        features=("三つの市の工場がいっせいに公開する",),
        url="https://example.jp/",
    )
    second = event(
        2,
        name="見本の窯びらき",
        prefectures=("福井県",),
        municipalities=("福井県丹生郡越前町",),
        location=None,
    )
    edition = Edition(
        id=record_id(10),
        event=first.id,
        label="見本2026",
        begins=PartialDate(2026, 10, 10),
        ends=PartialDate(2026, 10, 12),
        companies=parts.Figure(value=76, unit="companies", source="見本"),
        visitors=parts.Figure(value=5500, unit="total_people", about=True, source="見本"),
        organisers=(parts.Organiser(role="host", name="見本実行委員会", tentative=True),),
    )
    factories = [
        factory(20, name="見本刷子", photos=(pictures[1].id,)),
        factory(21, name="見本鋳造", reading="みほんちゅうぞう"),
    ]
    return Catalogue.of(
        (
            *pictures,
            first,
            second,
            edition,
            *factories,
            taking_part(30, factories[0], edition),
            taking_part(31, factories[1], edition),
            Survey(
                id=record_id(40),
                question="取り組みを始めた目的",
                respondents=25,
                answers="single",
                source="見本の統計",
                rows=(
                    parts.SurveyRow(label="①社外への働きかけ", share_percent=84.0, note="新規顧客の開拓"),
                    parts.SurveyRow(label="②社内への働きかけ", share_percent=8.0),
                    parts.SurveyRow(label="③地域への働きかけ", share_percent=8.0),
                ),
            ),
            Forum(
                id=record_id(50),
                name="見本フォーラムvol.2",
                type="forum",
                number=2,
                date=PartialDate(2023, 2),
                summary="各地の人が集い、経験を共有する場である。",
                programme=("開会", "取り組みの紹介"),
            ),
            Link(
                id=record_id(60),
                type="between_regions",
                first=first.id,
                second=second.id,
                sentence="互いの催しを案内する。",
            ),
            Report(
                id=record_id(70),
                name="見本の報告書",
                publisher="見本経済産業局",
                date=PartialDate(2023, 3, 13),
                url="https://example.jp/report",
                summary="取り組みをまとめた冊子。",
            ),
        ),
        Project(title="見本"),
        settings,
    )


def much() -> Catalogue:
    """Return an event that needs a second page: photos, results, persons, axes, editions."""
    pictures = [photo(910 + number) for number in range(6)]
    told = event(
        1,
        photos=tuple(picture.id for picture in pictures),
        results=("新しい取引が生まれた", "見学を受け入れる工場が増えた"),
        key_persons=(parts.Person(name="見本太郎", role="見本工業代表", comment="人が変わる。"),),
        axes=tuple(
            parts.AxisScore(axis=axis, score=score)
            for axis, score in (("交流", 4), ("継承", 5), ("観光", 2))
        ),
    )
    editions = [
        Edition(
            id=record_id(100 + year),
            event=told.id,
            label=f"見本{year}",
            begins=PartialDate(year, 10),
            companies=parts.Figure(value=year - 2000, unit="companies", source="見本"),
            visitors=parts.Figure(value=10 * year, unit="people", source="見本の集計"),
        )
        for year in (2024, 2025, 2026)
    ]
    return Catalogue.of([*pictures, told, *editions], Project(title="見本"), SETTINGS)


def bare() -> Catalogue:
    """Return records that have nothing but a name."""
    found: list[Record] = [
        Event(id=record_id(1), name="名だけの催し"),
        Event(id=record_id(2)),
        Edition(id=record_id(3), event=record_id(1), label="第1回"),
        Factory(id=record_id(4), name="名だけの工場"),
        Factory(id=record_id(5)),
        Participation(id=record_id(6), factory=record_id(4), edition=record_id(3)),
        Survey(id=record_id(7), question="名だけの統計"),
        Forum(id=record_id(8), name="名だけのフォーラム"),
        Report(id=record_id(9), name="名だけの報告書"),
        Link(id=record_id(10), type="", first=record_id(1), second=record_id(99)),
        Photo(id=record_id(11)),
    ]
    return Catalogue.of(found)


PART_TYPES: tuple[type, ...] = tuple(
    part for part in vars(parts).values() if isinstance(part, type) and part.__module__ == parts.__name__
)


def _declared() -> Iterator[tuple[str, FieldSpec]]:
    owners: list[tuple[str, type]] = [(kind.kind, kind) for kind in RECORD_TYPES]
    owners += [("booklet", BookletSettings), ("section", Section), ("project", Project)]
    owners += [(part.__name__, part) for part in PART_TYPES]
    return ((name, spec) for name, owner in owners for spec in specs_of(owner))


CODES = {
    f"{owner}.{spec.name}": f"{number:03d}" for number, (owner, spec) in enumerate(_declared(), start=101)
}
"""Three figures that stand for a field: short enough that every field of a page finds room."""


class _Filler:
    """Fills every declared field of records and parts with texts of one maker."""

    def __init__(self, text: str, private: str) -> None:
        self._text = text
        self._private = private

    def value(self, owner: str, spec: FieldSpec) -> object:
        chosen = self._private if spec.private else self._text
        return self._of(spec.type, chosen.replace("{field}", CODES[f"{owner}.{spec.name}"]))

    def _of(self, kind: object, text: str) -> object:
        match kind:
            case TextType():
                return text
            case IntegerType(minimum=low):
                return max(low, 3)
            case NumberType():
                return 0.5
            case BooleanType():
                return True
            case DateType():
                return PartialDate(2026, 10, 10)
            case ChoiceType(codes=codes):
                return codes[0]
            case PartType(part=part):
                return part(**{spec.name: self.value(part.__name__, spec) for spec in specs_of(part)})
            case ListType(item=ReferenceType()):
                return ()
            case ListType(item=item, max_items=most):
                return tuple(self._of(item, text) for _ in range(min(most, 3)))
            case _:
                return None

    def record(self, kind: type[RecordT], number: int) -> RecordT:
        values: dict[str, Any] = {
            spec.name: self.value(kind.kind, spec)
            for spec in specs_of(kind)
            if spec.name not in {"order", "owner", "state"}
        }
        return kind(id=record_id(number), **values)


def filled(text: str, private: str, *, language: str = "ja") -> Catalogue:
    """Return two records of each kind with every field filled, tied together, and with places and photos.

    Args:
        text: what stands in every public text; {field} is replaced by the field's code (`CODES`).
        private: what stands in every private one.
        language: of the booklet.
    """
    filler = _Filler(text, private)
    pictures = [
        dataclasses.replace(
            filler.record(Photo, number),
            sha256=f"{number:064x}",
            media="image/jpeg",
            width_px=18,
            height_px=12,
        )
        for number in (900, 901)
    ]
    records: list[Record] = []
    for number, kind in enumerate(RECORD_TYPES, start=1):
        for twin in range(2):
            records.append(filler.record(kind, number * 10 + twin))
    tied = [_tied(record, pictures) for record in records if not isinstance(record, Photo)]
    values: dict[str, Any] = {
        spec.name: filler.value("booklet", spec)
        for spec in specs_of(BookletSettings)
        if spec.name not in {"sections", "language", "theme", "first_page_number"}
    }
    heading = text.replace("{field}", CODES["section.heading"])
    sections = tuple(Section(pattern=name, heading=heading, included=True) for name in SECTION_PATTERNS)
    settings = BookletSettings(**values, language=language, sections=sections)
    project = Project(title="見本", remarks=private.replace("{field}", CODES["project.remarks"]))
    return Catalogue.of([*pictures, *tied], project, settings)


def _tied(record: Record, pictures: list[Photo]) -> Record:
    """Return a record with its references set and its choices and places made valid."""
    shown = tuple(picture.id for picture in pictures)
    by_kind = {kind.kind: record_id(number * 10) for number, kind in enumerate(RECORD_TYPES, start=1)}
    match record:
        case Event():
            place, both = _in_osaka(record), ("大阪府", "京都府")
            return dataclasses.replace(record, photos=shown, prefectures=both, location=place, layout=None)
        case Edition():
            return dataclasses.replace(record, event=by_kind["event"])
        case Factory():
            return dataclasses.replace(
                record, photos=shown, address="大阪府" + record.address, location=_in_osaka(record)
            )
        case Participation():
            return dataclasses.replace(record, factory=by_kind["factory"], edition=by_kind["edition"])
        case Forum():
            return dataclasses.replace(record, photos=shown)
        case Link():
            return dataclasses.replace(record, first=by_kind["event"], second=by_kind["factory"])
        case _:
            return record


def _in_osaka(record: Event | Factory) -> parts.Location:
    return dataclasses.replace(record.location or parts.Location(), lat_deg=34.7, lon_deg=135.5)


def crowd(events: int, factories: int) -> Catalogue:
    """Return many events and factories all over the country, as the largest booklets have them."""
    prefectures = choices.PREFECTURE.codes
    orders = evenly_spaced(events + factories)
    records: list[Record] = []
    for number in range(events):
        prefecture = prefectures[number % len(prefectures)]
        spot = place(43.0 - number % 47 * 0.2, 141.3 - number % 47 * 0.2)
        records.append(
            event(
                1 + number,
                order=orders[number],
                prefectures=(prefecture,),
                municipalities=(f"{prefecture}見本市",),
                location=spot,
            )
        )
    for number in range(factories):
        prefecture = prefectures[number % len(prefectures)]
        records.append(
            factory(
                100_000 + number, order=orders[events + number], address=f"{prefecture}見本市中央町1-{number}"
            )
        )
    return Catalogue.of(records, Project(title="見本"), SETTINGS)
