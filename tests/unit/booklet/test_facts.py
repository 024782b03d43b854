from __future__ import annotations

import pytest
from tests.unit.booklet.catalogues import event, factory, record_id

from ofdesk.booklet.facts import (
    area_words,
    date_words,
    facet_words,
    fee_words,
    figure_text,
    organiser_words,
    period_words,
    source_words,
)
from ofdesk.booklet.record_facts import (
    background_facts,
    event_facts,
    factory_facts,
    forum_facts,
    names_of,
    overview_of,
)
from ofdesk.booklet.wording import Wording, load_wording
from ofdesk.model.dates import PartialDate
from ofdesk.model.parts import Fee, Figure, Organiser, Person, SocialLink
from ofdesk.model.records import Edition, Forum

JA = load_wording("ja")
EN = load_wording("en")


def held(begins: str, ends: str) -> Edition:
    dates = [PartialDate.parse(text) if text else None for text in (begins, ends)]
    return Edition(id=record_id(1), label="1", begins=dates[0], ends=dates[1])


@pytest.mark.parametrize(
    ("date", "wording", "words"),
    [
        (PartialDate(2022), JA, "2022年"),
        (PartialDate(2022, 10), JA, "2022年10月"),
        (PartialDate(2022, 10, 1), JA, "2022年10月1日"),
        (PartialDate(2022, 10), EN, "October 2022"),
        (PartialDate(2022, 10, 1), EN, "1 October 2022"),
        (None, JA, ""),
    ],
)
def test_dates_are_as_exact_as_they_are_known(date: PartialDate | None, wording: Wording, words: str) -> None:
    assert date_words(date, wording) == words


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        ("2025-10-10", "2025-10-12", "2025年10月10日（金）～12日（日）"),
        ("2025-10-30", "2025-11-02", "2025年10月30日（木）\n～11月2日（日）"),
        ("2025-12-30", "2026-01-02", "2025年12月30日（火）\n～2026年1月2日（金）"),
        ("2025-10-10", "2025-10-10", "2025年10月10日（金）"),
        ("2025-10", "2025-11", "2025年10月\n～2025年11月"),
        ("2025-10-10", "", "2025年10月10日（金）"),
        ("", "2025-10-12", "2025年10月12日（日）"),
        ("", "", ""),
    ],
)
def test_a_period_says_once_what_both_days_share(begins: str, ends: str, words: str) -> None:
    assert period_words(held(begins, ends), JA) == words


def test_an_english_period_needs_no_weekdays() -> None:
    assert period_words(held("2025-10-10", "2025-10-12"), EN) == "10–12 October 2025"
    assert period_words(held("2025-10-30", "2025-11-02"), EN) == "30 October – 2 November 2025"


def test_figures_keep_about_and_unit() -> None:
    figure = Figure(value=55000, unit="total_people", about=True)
    assert figure_text(figure, JA) == "約55,000人（のべ）"
    assert figure_text(Figure(value=76, unit="companies"), EN) == "76 companies"
    assert figure_text(Figure(), JA) == figure_text(None, JA) == ""


def test_an_area_says_each_prefecture_once() -> None:
    held_in = event(
        1,
        prefectures=("大阪府", "京都府"),
        municipalities=("大阪府八尾市", "大阪府堺市", "京都府京都市"),
    )
    assert area_words(held_in, JA) == "大阪府八尾市・堺市・京都府京都市"
    assert area_words(held_in, JA, 2) == "大阪府八尾市・堺市 ほか"
    assert area_words(held_in, EN) == "Osaka, Kyoto"


def test_an_area_without_municipalities_names_its_prefectures() -> None:
    assert area_words(event(1, municipalities=(), prefectures=("福井県",)), JA) == "福井県"


def test_facets_stand_in_two_lines() -> None:
    walk = event(
        1, duration_facets=("limited",), visit_facets=("free", "tour"), content_facets=("see", "try")
    )
    assert facet_words(walk, JA) == "期間限定／フリー見学・ツアー\n見学・体験"
    assert facet_words(event(1), JA) == ""


def test_organisers_stand_by_role_with_what_is_not_settled() -> None:
    found = organiser_words(
        (
            Organiser(role="host", name="甲"),
            Organiser(role="support", name="乙", tentative=True),
            Organiser(role="host", name="丙"),
            Organiser(name="丁"),
        ),
        JA,
    )
    assert found == "主催：甲、丙\n後援：乙（予定）\n丁"


def test_fees_tell_free_from_unknown() -> None:
    fees = (
        Fee(visitors="大人", yen=1500, note="材料費込み"),
        Fee(visitors="学生", yen=0),
        Fee(visitors="団体"),
    )
    assert fee_words(fees, JA) == "大人 1,500円（材料費込み）、学生 無料、団体"
    assert fee_words((Fee(yen=500),), EN) == "500 yen"


def test_the_source_line_leaves_out_what_is_not_known() -> None:
    assert source_words("甲", PartialDate(2025, 10), JA) == "出典：甲　情報は2025年10月現在のものです。"
    assert source_words("", None, JA) == ""
    assert source_words("A", None, EN) == "Source: A"


def test_rows_without_a_value_are_left_out() -> None:
    assert [fact.label for fact in event_facts(event(1), None, JA)] == []
    assert factory_facts(factory(1, can_see="", hours="", booking="", address=""), JA) == ()
    assert forum_facts(Forum(id=record_id(1), name="甲"), JA) == ()


def test_places_are_listed_only_where_the_title_abridged_them() -> None:
    few = event(1, municipalities=tuple(f"大阪府見本{n}市" for n in range(4)))
    many = event(1, municipalities=tuple(f"大阪府見本{n}市" for n in range(5)))
    assert "開催地域" not in [fact.label for fact in event_facts(few, None, JA)]
    assert "見本4市" in event_facts(many, None, JA)[0].value


def test_facts_of_an_edition_name_the_edition_as_their_source() -> None:
    edition = Edition(id=record_id(9), label="第3回", theme="五感")
    sources = {fact.label: fact.source for fact in event_facts(event(1), edition, JA)}
    assert sources == {"直近の開催": (record_id(9), "label"), "テーマ": (record_id(9), "theme")}


def test_a_factory_tells_how_to_get_there_and_how_to_ask() -> None:
    full = factory(
        1,
        postal_code="581-0003",
        station="見本駅",
        station_minutes=5,
        phone="072-000-0000",
        url="https://example.jp/",
        social=(SocialLink(service="X", url="https://example.jp/x"),),
        duration_minutes=45,
        capacity=10,
        age_limit="小学生以上",
        parking="なし",
    )
    rows = {fact.label: fact for fact in factory_facts(full, JA)}
    assert rows["所在地"].value == "〒581-0003　大阪府八尾市本町1丁目1-1／見本駅（徒歩5分）"
    assert rows["問合せ"].value == "072-000-0000／https://example.jp/／X　https://example.jp/x"
    assert rows["問合せ"].url == "https://example.jp/"
    assert rows["時間"].value == "10:00～16:00／所要45分／定員10名"
    assert rows["ご案内"].value == "対象：小学生以上／駐車場：なし"


def test_names_follow_the_language_of_the_booklet() -> None:
    both = event(1, name="見本", reading="みほん", name_en="Sample")
    assert names_of(both, JA).main == "見本"
    assert (names_of(both, JA).reading, names_of(both, JA).other) == ("みほん", "Sample")
    english = names_of(both, EN)
    assert (english.main, english.main_field, english.reading, english.other) == (
        "Sample",
        "name_en",
        "",
        "見本",
    )
    assert names_of(event(1, name="見本"), EN).main == "見本"
    assert names_of(event(1, name="RENEW", name_en="RENEW"), EN).other == ""


def test_the_overview_follows_language_and_length() -> None:
    told = event(1, overview_short="短", overview_long="長", overview_en="English")
    assert overview_of(told, JA, short=True) == ("短", "overview_short")
    assert overview_of(told, JA, short=False) == ("長", "overview_long")
    assert overview_of(told, EN, short=True) == ("English", "overview_en")
    assert overview_of(event(1, overview_long=""), JA, short=False)[1] == "overview_short"


def test_results_and_persons_stand_apart_from_the_table() -> None:
    persons = (Person(name="見本 太郎", role="代表"), Person(name="見本 次郎"))
    walk = event(1, results=("再訪が増えた",), key_persons=persons)
    found = [(fact.label, fact.value) for fact in background_facts(walk, JA)]
    assert found == [("成果", "再訪が増えた"), ("キーパーソン", "見本 太郎　代表\n見本 次郎")]
