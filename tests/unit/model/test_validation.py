"""What is found wrong or doubtful, and what is not."""

from __future__ import annotations

import dataclasses
import time
from typing import Any, ClassVar

import pytest

from ofdesk.base.errors import Cancelled
from ofdesk.base.geometry import GeoPoint
from ofdesk.base.progress import CancelToken
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.checks.knowledge import AddressPlace, Land, PostalPlace
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import DaySlot, Fee, Figure, Location, Organiser, Person, SocialLink, SurveyRow
from ofdesk.model.problems import Problem, Severity
from ofdesk.model.records import (
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
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.model.validation import check_catalogue, check_record, check_settings
from ofdesk.services.words import LANGUAGES, load_words


def identity(number: int) -> RecordId:
    return RecordId(f"{number:032x}")


class FewNames:
    """A handful of official names, and no other knowledge."""

    PREFECTURES: ClassVar[dict[str, tuple[str, ...]]] = {
        "八尾市": ("大阪府",),
        "三条市": ("新潟県",),
        "清須市": ("愛知県",),
        "越前町": ("福井県",),
        "府中市": ("東京都", "広島県"),
        "大阪市大正区": ("大阪府",),
        "四日市市": ("三重県",),
        "大田区": ("東京都",),
        "町田市": ("東京都",),
    }

    def prefectures_with(self, municipality: str) -> tuple[str, ...]:
        return self.PREFECTURES.get(municipality, ())

    def similar(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        return ("清須市",) if municipality == "清洲市" else ()

    def successors(self, municipality: str, prefecture: str) -> tuple[str, ...]:
        return ()

    def codes_of(self, municipality: str, prefectures: tuple[str, ...]) -> frozenset[str]:
        return frozenset()

    def place_of_address(self, address: str) -> AddressPlace | None:
        return None

    def places_of_postal_code(self, postal_code: str) -> tuple[PostalPlace, ...]:
        return (PostalPlace(frozenset({"27212"}), "大阪府八尾市", "本町"),)

    def land_at(self, point: GeoPoint, reach_m: float) -> Land | None:
        return None

    def distance_m(self, codes: frozenset[str], point: GeoPoint) -> float | None:
        return None


NAMES = FewNames()
AS_OF = PartialDate(2026, 10)
SETTINGS = BookletSettings(title="見本", publisher="見本局", as_of=AS_OF)
EVENT = Event(
    id=identity(1),
    name="見本祭",
    reading="みほんさい",
    prefectures=("大阪府",),
    municipalities=("八尾市",),
    overview_short="工場を開く。",
)
EDITION = Edition(id=identity(2), event=EVENT.id, label="2026", begins=PartialDate(2026, 10, 3))
FACTORY = Factory(
    id=identity(3),
    name="見本製作所",
    reading="みほん",
    address="大阪府八尾市本町一丁目",
    location=Location(lat_deg=34.6, lon_deg=135.6),
)
PHOTO = Photo(
    id=identity(4), caption="見本", credit="見本撮影", consent="given", alt="工場の中", sha256="0" * 64
)
FAULTLESS = (EVENT, EDITION, FACTORY, PHOTO)


def problems_of(record: Record, *others: Record, settings: BookletSettings = SETTINGS) -> tuple[Problem, ...]:
    """Check a record among the faultless ones, in the place of the one with its identity."""
    records = {found.id: found for found in (*FAULTLESS, *others, record)}
    return check_record(record, Catalogue.of(records.values(), Project(title="x"), settings), NAMES)


def codes(record: Record, *others: Record, settings: BookletSettings = SETTINGS) -> set[tuple[str, str]]:
    return {
        (found.code.removeprefix("check."), found.field)
        for found in problems_of(record, *others, settings=settings)
    }


def changed(record: Record, **values: Any) -> Record:
    return dataclasses.replace(record, **values)


def test_faultless_records_have_no_problems() -> None:
    catalogue = Catalogue.of(FAULTLESS, Project(title="見本"), SETTINGS)
    assert check_catalogue(catalogue, NAMES) == ()


@pytest.mark.parametrize(
    ("record", "fields"),
    [
        (Event(id=identity(9)), {"name", "reading", "prefectures", "municipalities", "overview_short"}),
        (Edition(id=identity(9)), {"event", "label"}),
        (Factory(id=identity(9)), {"name", "reading", "address"}),
        (Participation(id=identity(9)), {"factory", "edition"}),
        (Survey(id=identity(9)), {"question", "respondents", "source"}),
        (Link(id=identity(9)), {"type", "first", "second", "sentence"}),
        (Photo(id=identity(9)), {"caption"}),
        (changed(EVENT, key_persons=(Person(),)), {"key_persons"}),
        (changed(EDITION, companies=Figure(unit="companies", source="x", as_of=AS_OF)), {"companies"}),
    ],
)
def test_what_the_booklet_needs_must_be_there(record: Record, fields: set[str]) -> None:
    assert {field for code, field in codes(record) if code == "required"} == fields


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (changed(EVENT, overview_short="工" * 101), ("too_long", "overview_short")),
        (changed(EVENT, features=("工",) * 11), ("too_many_items", "features")),
        (changed(EVENT, features=("工", "")), ("empty_item", "features")),
        (changed(EVENT, key_persons=(Person(name="工" * 61),)), ("too_long", "key_persons")),
        (changed(EVENT, reading="見本"), ("not_reading", "reading")),
        (changed(EVENT, reading="Mihon"), ("not_reading", "reading")),
        (changed(EVENT, key_persons=(Person(name="見本", reading="x"),)), ("not_reading", "key_persons")),
        (changed(EVENT, url="example.jp"), ("not_url", "url")),
        (changed(EVENT, url="https://example"), ("not_url", "url")),
        (changed(EVENT, url="https://example.jp/a b"), ("not_url", "url")),
        (changed(EVENT, url="javascript:alert(1)"), ("not_url", "url")),
        (changed(EVENT, social=(SocialLink(url="x"),)), ("not_url", "social")),
        (changed(EVENT, phone="電話なし"), ("not_phone", "phone")),
        (changed(EVENT, phone="０６-1234-5678"), ("not_phone", "phone")),
        (changed(EVENT, phone="123-4567"), ("not_phone", "phone")),
        (changed(EVENT, contact_mail="mihon@"), ("not_mail", "contact_mail")),
        (changed(EVENT, name_en="見本"), ("not_english", "name_en")),
        (changed(FACTORY, postal_code="5810003"), ("not_postal_code", "postal_code")),
    ],
)
def test_lengths_and_shapes(record: Record, expected: tuple[str, str]) -> None:
    assert codes(record) == {expected}


@pytest.mark.parametrize(
    "record",
    [
        changed(EVENT, overview_short="工" * 99 + "\n工"),
        changed(EVENT, reading="ファクトリズム・みほん ーさい"),
        changed(EVENT, url="https://example.jp/祭?a=b#c"),
        changed(EVENT, url="http://www.mihon-sai.example.jp"),
        changed(EVENT, phone="06-1234-5678"),
        changed(EVENT, phone="0120-000-000（内線 123）"),
        changed(EVENT, phone="+81 6 1234 5678"),
        changed(EVENT, contact_mail="mihon.sai+2026@example.or.jp"),
        changed(EVENT, name_en="Sample Open Factory 2026 — “RENEW”"),
        changed(FACTORY, postal_code="581-0003"),
        changed(FACTORY, fees=(Fee(visitors="大人", yen=0),)),
        changed(EVENT, aliases=("旧見本祭",)),
    ],
)
def test_shapes_that_are_well(record: Record) -> None:
    assert codes(record) == set()


@pytest.mark.parametrize(
    ("begins", "ends", "wrong"),
    [
        ((2026, 10, 3), (2026, 10, 2), True),
        ((2026, 10, 3), (2026, 9), True),
        ((2026,), (2025, 12, 31), True),
        ((2026, 10, 3), (2026, 10, 3), False),
        ((2026, 10, 3), (2026, 10), False),
        ((2026, 10), (2026,), False),
    ],
)
def test_the_end_is_not_before_the_beginning(
    begins: tuple[int, ...], ends: tuple[int, ...], wrong: bool
) -> None:
    record = changed(EDITION, begins=PartialDate(*begins), ends=PartialDate(*ends))
    assert (("ends_before_begins", "ends") in codes(record)) == wrong


def test_dates_of_a_former_year_are_suspected_in_the_latest_edition_only() -> None:
    former = changed(EDITION, begins=PartialDate(2025, 10))
    assert codes(former) == {("edition_of_former_year", "begins")}
    later = changed(EDITION, id=identity(9))
    assert codes(former, later) == set()
    assert codes(former, settings=BookletSettings(title="x", publisher="x")) == {("without_as_of", "as_of")}


def test_years_that_cannot_be() -> None:
    assert codes(changed(EVENT, start=PartialDate(1026))) == {("year_unlikely", "start")}
    assert codes(changed(EDITION, begins=PartialDate(2062))) == {("year_unlikely", "begins")}


def test_figures_need_source_date_and_unit() -> None:
    bare = changed(EDITION, companies=Figure(value=76))
    assert codes(bare) == {
        (code, "companies")
        for code in ("figure_without_source", "figure_without_as_of", "figure_without_unit")
    }
    whole = Figure(value=76, unit="companies", source="見本調べ", as_of=AS_OF)
    assert codes(changed(EDITION, companies=whole)) == set()
    leaning = changed(
        EDITION, visitors=Figure(value=9, unit="people"), source_note="見本調べ", as_of=PartialDate(2026)
    )
    assert codes(leaning) == set()
    none = changed(EDITION, visitors=dataclasses.replace(whole, value=0))
    assert codes(none) == {("number_unlikely", "visitors")}


def test_photos_need_credit_and_consent_most_of_all_when_shown() -> None:
    bare = changed(PHOTO, credit="", consent="asked", alt="", caption="")
    unused = problems_of(bare)
    assert {(p.code, p.severity) for p in unused} == {
        ("check.required", Severity.WARNING),
        ("check.photo_without_credit", Severity.WARNING),
        ("check.photo_without_consent", Severity.WARNING),
    }
    shown = problems_of(bare, changed(EVENT, photos=(PHOTO.id,)))
    assert {(p.code, p.severity) for p in shown} == {
        ("check.required", Severity.ERROR),
        ("check.photo_without_credit", Severity.ERROR),
        ("check.photo_without_consent", Severity.ERROR),
        ("check.photo_without_alt", Severity.WARNING),
    }
    assert codes(changed(PHOTO, consent="refused")) == {("photo_refused", "consent")}


@pytest.mark.parametrize(
    ("shares", "answers", "wrong"),
    [
        ([84, 8, 8], "single", False),
        ([84, 8, 7], "single", False),
        ([84, 8, 5], "single", True),
        ([45, 39, 16], "multiple", False),
        ([80, 70, 60], "multiple", False),
        ([80, 70, 60], "", True),
        ([33.3, 33.3, 33.3], "single", False),
        ([33.3, 33.3, 33.1], "single", True),
        ([50, 49], "single", False),
        ([50, 48], "single", True),
    ],
)
def test_single_answers_make_a_hundred_but_for_rounding(
    shares: list[float], answers: str, wrong: bool
) -> None:
    rows = tuple(SurveyRow(label="見本", share_percent=share) for share in shares)
    survey = Survey(id=identity(9), question="問", respondents=25, source="x", answers=answers, rows=rows)
    assert codes(survey) == ({("shares_sum", "rows")} if wrong else set())


def test_surveys_without_rows_or_shares() -> None:
    survey = Survey(id=identity(9), question="問", respondents=25, source="x")
    assert codes(survey) == {("survey_without_rows", "rows")}
    rows = (SurveyRow(label="見本", share_percent=40), SurveyRow(label="他"))
    assert codes(changed(survey, rows=rows)) == {("share_missing", "rows")}


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (changed(EDITION, event=identity(99)), "event"),
        (changed(EDITION, event=FACTORY.id), "event"),
        (changed(EVENT, photos=(identity(99),)), "photos"),
        (changed(EVENT, logo=FACTORY.id), "logo"),
        (Participation(id=identity(9), factory=FACTORY.id, edition=EVENT.id), "edition"),
    ],
)
def test_references_must_lead_to_a_record_of_the_right_kind(record: Record, field: str) -> None:
    assert codes(record) == {("dangling", field)}


def test_links_tie_two_different_records_of_any_kind() -> None:
    link = Link(id=identity(9), type="within_region", first=EVENT.id, second=FACTORY.id, sentence="協力。")
    assert codes(link) == set()
    assert codes(changed(link, second=EVENT.id)) == {("link_to_itself", "second")}


def test_names_of_events_are_unique_whatever_their_width() -> None:
    other = changed(EVENT, id=identity(9), name=" 見本祭　")
    assert codes(EVENT, other) == {("duplicate_event", "name")}


@pytest.mark.parametrize(
    ("prefectures", "municipalities", "expected"),
    [
        (("愛知県",), ("清洲市",), {("municipality_misspelt", "municipalities")}),
        (("大阪府",), ("八尾",), {("municipality_unknown", "municipalities")}),
        (("大阪府",), ("八尾市", "三条市"), {("municipality_elsewhere", "municipalities")}),
        (("大阪府", "新潟県"), ("八尾市",), {("prefecture_without_municipality", "prefectures")}),
        (("広島県",), ("府中市",), set()),
        (("大阪府",), ("大阪市大正区", "八尾市"), set()),
    ],
)
def test_municipalities_are_official_and_lie_where_they_should(
    prefectures: tuple[str, ...], municipalities: tuple[str, ...], expected: set[tuple[str, str]]
) -> None:
    assert codes(changed(EVENT, prefectures=prefectures, municipalities=municipalities)) == expected


def test_a_misspelt_municipality_comes_with_its_suggestion() -> None:
    (problem,) = problems_of(changed(EVENT, prefectures=("愛知県",), municipalities=("清洲市",)))
    assert dict(problem.details) == {"name": "清洲市", "suggestion": "清須市"}
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("大阪府八尾市本町", ""),
        ("大阪府大阪市大正区泉尾", ""),
        ("福井県丹生郡越前町", ""),
        ("三重県四日市市諏訪町", ""),
        ("東京都大田区西蒲田", ""),
        ("東京都町田市原町田", ""),
        ("東京都府中市", ""),
        ("八尾市本町", "address_without_prefecture"),
        ("〒581-0003 大阪府八尾市", "address_without_prefecture"),
        ("大阪府", "address_without_municipality"),
        ("大阪府本通り三番地", "address_without_municipality"),
        ("大阪府三条市本町", "address_prefecture"),
        ("大阪府見本市本町", "municipality_unknown"),
        ("愛知県清洲市", "municipality_misspelt"),
    ],
)
def test_addresses_begin_with_prefecture_and_official_municipality(address: str, code: str) -> None:
    assert codes(changed(FACTORY, address=address)) == ({(code, "address")} if code else set())


@pytest.mark.parametrize(
    ("location", "code"),
    [
        (None, "no_location"),
        (Location(), "no_location"),
        (Location(lat_deg=34.6, lon_deg=235.6 - 200), "location_outside_japan"),
        (Location(lat_deg=-34.6, lon_deg=135.6), "location_outside_japan"),
        (Location(lat_deg=24.4, lon_deg=123.0), ""),
        (Location(lat_deg=45.5, lon_deg=141.9), ""),
    ],
)
def test_pins_lie_in_japan(location: Location | None, code: str) -> None:
    assert codes(changed(FACTORY, location=location)) == ({(code, "location")} if code else set())


def test_half_a_place_is_none() -> None:
    assert codes(changed(FACTORY, location=Location(lat_deg=34.6))) == {
        ("no_location", "location"),
        ("half_location", "location"),
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("参加企業は●●社", "placeholder_left"),
        ("○○工場を訪ねる", "placeholder_left"),
        ("〇〇社が参加", "placeholder_left"),
        ("開催日はTBD", "placeholder_left"),
        ("日程はＴＢＤ", "placeholder_left"),
        ("●月●日に開催", "placeholder_left"),
        ("××氏の講演", "placeholder_left"),
        ("開催予定", "tentative_left"),
        ("日程は調整中", "tentative_left"),
        ("会場は未定", "tentative_left"),
        ("⼯場と⻄陣", "radical"),
        ("二〇〇〇年に始まる", ""),
        ("二〇一〇年代", ""),
        ("○は正しい", ""),
        ("100×200×300 mm", ""),
        ("工場と西陣", ""),
        ("●見どころ", ""),
    ],
)
def test_marks_left_over(text: str, code: str) -> None:
    assert codes(changed(EVENT, overview_long=text)) == ({(code, "overview_long")} if code else set())


def test_private_notes_may_hold_any_mark() -> None:
    assert codes(changed(EVENT, remarks="●● TBD ⼯ 未定")) == set()


def test_marks_are_found_in_lists_and_parts_and_tentative_organisers() -> None:
    assert codes(changed(EVENT, features=("良い", "●●"))) == {("placeholder_left", "features")}
    assert codes(changed(EVENT, key_persons=(Person(name="○○"),))) == {("placeholder_left", "key_persons")}
    named = changed(EDITION, organisers=(Organiser(name="見本市", tentative=True),))
    assert codes(named) == {("tentative_organiser", "organisers")}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("10月3日（土）10:00〜", False),
        ("10月3日（日）10:00〜", True),
        ("10月3日(日)", True),
        ("10/3（金）", True),
        ("10月3日（土・祝）", False),
        ("2025年10月3日（金）", False),
        ("2025年10月3日（土）", True),
        ("令和8年10月3日（土）", False),
        ("令和7年10月3日（土）", True),
        ("令和元年10月3日（木）", False),
        ("１０月３日（日）", True),
        ("2月30日（月）", True),
        ("10月3日（水族館）", False),
        ("毎週（土）", False),
    ],
)
def test_weekdays_match_their_dates(text: str, wrong: bool) -> None:
    # 2026-10-03 is a Saturday, 2025-10-03 a Friday, 2019-10-03 a Thursday.
    assert codes(changed(EDITION, hours=text)) == ({("weekday", "hours")} if wrong else set())


def test_a_date_without_a_year_may_mean_this_year_or_the_next() -> None:
    # 3 October is a Saturday in 2026 and a Sunday in 2027.
    for weekday, wrong in (("土", False), ("日", False), ("月", True)):
        found = codes(changed(EVENT, overview_long=f"10月3日（{weekday}）に開く。"))
        assert found == ({("weekday", "overview_long")} if wrong else set())
    undated = BookletSettings(title="x", publisher="x")
    event = changed(EVENT, overview_long="10月3日（月）に開く。")
    assert codes(event, settings=undated) == {("without_as_of", "as_of")}


def test_weekdays_of_slots_forums_and_slots_outside_their_edition() -> None:
    row = Participation(id=identity(9), factory=FACTORY.id, edition=EDITION.id)
    slot = DaySlot(date=PartialDate(2026, 10, 3), hours="（土）10:00〜")
    assert codes(changed(row, slots=(slot,))) == set()
    assert codes(changed(row, slots=(dataclasses.replace(slot, hours="（日）10:00〜"),))) == {
        ("weekday", "slots")
    }
    bounded = changed(EDITION, ends=PartialDate(2026, 10, 4))
    for day, outside in ((2, True), (3, False), (4, False), (5, True)):
        dated = changed(row, slots=(DaySlot(date=PartialDate(2026, 10, day)),))
        assert codes(dated, bounded) == ({("slot_outside_edition", "slots")} if outside else set())
    forum = Forum(id=identity(9), name="見本", date=PartialDate(2026, 10, 3), summary="10月3日（日）")
    assert codes(forum) == {("weekday", "summary")}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("令和8年（2026年）", False),
        ("令和7年（2026年）", True),
        ("2026年（令和8年）", False),
        ("2026（令和7）", True),
        ("平成31年（2019）", False),
        ("昭和元年（1926年）", False),
        ("昭和60年（1986年）", True),
        ("令和8年", False),
    ],
)
def test_eras_match_their_years(text: str, wrong: bool) -> None:
    assert codes(changed(EVENT, overview_long=text)) == ({("era", "overview_long")} if wrong else set())


def test_numbers_of_a_visit() -> None:
    odd = changed(FACTORY, duration_minutes=0, capacity=0, station_minutes=181)
    assert codes(odd) == {
        ("number_unlikely", field) for field in ("duration_minutes", "capacity", "station_minutes")
    }
    assert codes(changed(FACTORY, duration_minutes=481)) == {("number_unlikely", "duration_minutes")}
    assert codes(changed(FACTORY, duration_minutes=480, capacity=1, station_minutes=0)) == set()
    assert codes(changed(FACTORY, booking="required")) == {("booking_without_way", "booking_how")}


def test_an_as_of_date_is_asked_for_where_the_booklet_has_none() -> None:
    undated = BookletSettings(title="x", publisher="x")
    for record in (EVENT, EDITION, FACTORY):
        assert ("without_as_of", "as_of") in codes(record, settings=undated)
        assert codes(changed(record, as_of=AS_OF), settings=undated) == set()
    assert codes(Report(id=identity(9), name="x"), settings=undated) == set()


def test_settings_are_checked_without_a_record() -> None:
    found = check_settings(Catalogue.of([], Project(), BookletSettings(greeting="●●を申し上げます")))
    assert {(p.code, p.field, p.record_id) for p in found} == {
        ("check.required", "title", None),
        ("check.required", "publisher", None),
        ("check.required", "as_of", None),
        ("check.placeholder_left", "greeting", None),
    }


def test_checking_can_be_called_off() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        check_catalogue(Catalogue.of(FAULTLESS), NAMES, token)


def test_ten_thousand_factories_are_checked_in_seconds() -> None:
    records = [changed(FACTORY, id=identity(n), summary="削る。" * 30) for n in range(10_000)]
    catalogue = Catalogue.of(records, Project(title="x"), SETTINGS)
    started = time.perf_counter()
    assert check_catalogue(catalogue, NAMES) == ()
    assert time.perf_counter() - started < 10  # a tenth of that on an idle machine


ALL_CODES = (
    "address_prefecture address_without_municipality address_without_prefecture booking_without_way "
    "dangling duplicate_event edition_of_former_year empty_item ends_before_begins era "
    "figure_without_as_of figure_without_source figure_without_unit half_location link_to_itself "
    "location_at_sea location_elsewhere location_far location_outside_japan location_shared "
    "municipality_elsewhere municipality_former municipality_misspelt municipality_not_here "
    "municipality_unknown no_location not_english not_mail not_phone not_postal_code not_reading not_url "
    "number_unlikely photo_refused photo_without_alt photo_without_consent photo_without_credit "
    "placeholder_left postal_code_elsewhere postal_code_elsewhere_meant postal_code_other_town "
    "postal_code_other_town_meant postal_code_unknown postal_code_unknown_meant "
    "prefecture_without_municipality radical required share_missing shares_sum slot_outside_edition "
    "survey_without_rows tentative_left tentative_organiser too_long too_many_items weekday without_as_of "
    "year_unlikely"
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ALL_CODES.split())
def test_every_finding_has_words(language: str, code: str) -> None:
    assert load_words(language).has("checks", f"check.{code}")
