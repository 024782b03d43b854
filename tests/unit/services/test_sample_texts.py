"""The texts of the sample catalogue: lengths, names, places, and nothing invented about real people."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.match import Level
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.services.sample import read_entries
from ofdesk.services.sample_compositions import COMPOSITIONS, PictureColours
from ofdesk.services.sample_patterns import PATTERNS

EVENTS: list[dict[str, Any]] = read_entries("events")
FACTORIES: list[dict[str, Any]] = read_entries("factories")
SURVEYS: list[dict[str, Any]] = read_entries("surveys")
LINKS: list[dict[str, Any]] = read_entries("links")
REPORTS: list[dict[str, Any]] = read_entries("reports")

NAMES = [
    "FactorISM", "大正・港オープンファクトリー", "てぬぐいフェス", "みせるばやお", "貝塚オープンファクトリー",
    "こーばへ行こう！", "RENEW", "DESIGN WEEK KYOTO", "DESIGN WEEK TANGO", "千年未来工藝祭", "黒江るるる",
    "CRAFT VILLAGE", "燕三条 工場の祭典", "おおたオープンファクトリー", "モノマチ", "関の工場参観日",
]  # fmt: skip
HIRAGANA = re.compile("[ぁ-ゖー・ ]+")
EVENT_KEYS = [event["key"] for event in EVENTS]


@pytest.fixture(scope="module")
def matcher() -> AddressMatcher:
    return AddressMatcher(Gazetteer())


def all_texts(tree: Any) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    nodes = tree.values() if isinstance(tree, dict) else tree
    return [text for node in nodes for text in all_texts(node)]


def test_the_nineteen_events_are_there_and_three_of_tohoku_are_marked_as_samples() -> None:
    assert [event["name"] for event in EVENTS][:16] == NAMES
    samples = EVENTS[16:]
    assert [event["start"] for event in samples] == ["2018", "2022-10", "2022-11"]
    for event in samples:
        assert event["owner"] == "tohoku"
        assert event["name"].startswith("（見本）")
        assert "見本" in event["overview_short"]
        assert "実在の催しを紹介するものではない" in event["overview_long"]


@pytest.mark.parametrize("event", EVENTS, ids=EVENT_KEYS)
def test_an_event_has_overviews_of_the_two_lengths(event: dict[str, Any]) -> None:
    assert 80 <= len(event["overview_short"]) <= 100
    assert 300 <= len(event["overview_long"]) <= 400
    assert event["overview_short"].endswith("。")
    assert event["overview_long"].endswith("。")


@pytest.mark.parametrize("event", EVENTS, ids=EVENT_KEYS)
def test_an_event_has_reading_facets_features_and_a_source(event: dict[str, Any]) -> None:
    assert HIRAGANA.fullmatch(event["reading"])
    assert event["name_en"].isascii()
    assert event["duration_facets"]
    assert event["visit_facets"]
    assert event["content_facets"]
    assert 2 <= len(event["features"]) <= 3
    assert event["source_note"]
    assert event["as_of"]


def test_only_miseruba_yao_is_permanent() -> None:
    assert [e["name"] for e in EVENTS if e["duration_facets"] != ["limited"]] == ["みせるばやお"]


def test_every_figure_has_source_and_date() -> None:
    figures = [
        edition[field]
        for event in EVENTS
        for edition in event["editions"]
        for field in ("companies", "visitors")
        if field in edition
    ]
    assert len(figures) >= 6
    for figure in figures:
        assert figure["source"]
        assert figure["as_of"]


@pytest.mark.parametrize("event", EVENTS, ids=EVENT_KEYS)
def test_municipalities_are_official_and_lie_in_the_prefecture(
    event: dict[str, Any], matcher: AddressMatcher
) -> None:
    for name in event["municipalities"]:
        match = matcher.match(event["prefectures"][0] + name)
        assert match.level is Level.MUNICIPALITY
        assert match.municipality.endswith(name)
        assert not match.rest


def test_there_are_enough_factories_and_every_event_has_two() -> None:
    assert len(FACTORIES) >= 60
    counts = Counter(factory["event"] for factory in FACTORIES)
    assert set(counts) == set(EVENT_KEYS)
    assert min(counts.values()) >= 2
    owners = Counter(factory["owner"] for factory in FACTORIES)
    assert owners["kinki"] + owners["tohoku"] > len(FACTORIES) / 2


def test_factories_are_plainly_fictional_and_named_once() -> None:
    for factory in FACTORIES:
        assert factory["name"].startswith("見本")
        assert factory["reading"].startswith("みほん")
        assert HIRAGANA.fullmatch(factory["reading"])
        assert "実在の企業ではない" in factory["source_note"]
    for field in ("key", "name", "reading", "name_en", "can_see", "can_try", "contact_mail"):
        values = [factory[field] for factory in FACTORIES]
        assert len(set(values)) == len(values), Counter(values).most_common(1)


@pytest.mark.parametrize("factory", FACTORIES, ids=[factory["key"] for factory in FACTORIES])
def test_a_factory_stands_in_a_real_town_with_its_postal_code(
    factory: dict[str, Any], matcher: AddressMatcher
) -> None:
    match = matcher.match(factory["address"])
    assert match.level.depth >= Level.TOWN.depth
    assert match.point is not None
    assert not match.notes
    assert factory["postal_code"].replace("-", "") in match.postal_codes
    assert re.fullmatch(r"\d-\d", match.rest)


def test_factories_stand_in_the_municipalities_of_their_events(matcher: AddressMatcher) -> None:
    events = {event["key"]: event for event in EVENTS}
    for factory in FACTORIES:
        municipality = matcher.match(factory["address"]).municipality
        assert any(name in municipality for name in events[factory["event"]]["municipalities"]), factory[
            "name"
        ]


def test_no_phone_number_and_no_mail_but_of_the_reserved_domain() -> None:
    entries = [EVENTS, FACTORIES, SURVEYS, LINKS, REPORTS, read_entries("forums")]
    for text in all_texts(entries):
        assert not re.search(r"0\d{1,4}[-‐－(（ ]\d{1,4}[-‐－)） ]\d{3,4}", text), text
        assert not re.search(r"0\d{9,10}", text), text
        assert all(domain == "example.jp" for domain in re.findall(r"@([\w.-]+)", text)), text
    assert not any("phone" in entry for entry in EVENTS + FACTORIES)


def test_all_persons_are_obviously_fictional_and_stand_with_sample_events_only() -> None:
    persons = [entry["contact_person"] for entry in EVENTS + FACTORIES if "contact_person" in entry]
    assert len(persons) >= len(FACTORIES)
    assert all(person.startswith("見本 ") for person in persons)
    groups = ("key_persons", "co_leaders")
    named = [(event, person) for event in EVENTS for group in groups for person in event.get(group, [])]
    assert len(named) >= 6
    for event, person in named:
        assert event["name"].startswith("（見本）")
        assert person["name"].startswith("見本 ")
        assert person["role"].startswith("（見本）")


def test_nothing_is_scored_counted_by_year_or_claimed_of_a_real_event_without_source() -> None:
    for event in EVENTS:
        if not event["name"].startswith("（見本）"):
            assert not {"axes", "results"} & set(event)


def test_nothing_reads_as_unfinished() -> None:
    for text in all_texts([EVENTS, FACTORIES, SURVEYS, LINKS, REPORTS]):
        assert not re.search("調整中|未定|要確認|●|○○|TODO", text), text


def test_the_two_statistics_stand_as_published() -> None:
    purpose, effect = SURVEYS
    assert (purpose["question"], purpose["respondents"], purpose["answers"]) == (
        "取り組みを始めた目的", "25", "single",
    )  # fmt: skip
    assert [row["share_percent"] for row in purpose["rows"]] == ["84", "8", "8"]  # 84 + 8 + 8 = 100
    assert (effect["question"], effect["respondents"], effect["answers"]) == (
        "取り組み後の効果", "38", "multiple",
    )  # fmt: skip
    assert [row["share_percent"] for row in effect["rows"]] == ["45", "39", "16"]
    assert [row["label"] for row in purpose["rows"]] == [row["label"] for row in effect["rows"]]
    assert all("関西企業フロントラインVol.14" in survey["source"] for survey in SURVEYS)


def test_four_reports_of_which_the_unknown_ones_are_marked() -> None:
    assert [report["name"] for report in REPORTS][:2] == [
        "OPEN FACTORY REPORT 1.0",
        "関西企業フロントラインVol.14",
    ]
    assert REPORTS[0]["date"] == "2023-03-13"
    assert len(REPORTS) == 4
    assert all(report["name"].startswith("（見本）") for report in REPORTS[2:])


def test_ties_are_of_all_three_kinds_and_say_when_they_are_imagined() -> None:
    assert {link["type"] for link in LINKS} == {"within_region", "between_regions", "outside_resource"}
    for link in LINKS:
        assert link["sentence"].startswith(("（想定）", "（見本）")) or link.get("source_note")


def test_every_event_has_colours_and_pictures_of_its_own() -> None:
    pictures = [event["picture"] for event in EVENTS]
    for picture in pictures:
        assert picture["pattern"] in PATTERNS
        assert len(picture["compositions"]) == len(set(picture["compositions"])) >= 3
        assert set(picture["compositions"]) <= set(COMPOSITIONS)
        PictureColours.of(picture["ground"], picture["ink"], picture["accent"])
    assert len({(picture["ink"], picture["accent"]) for picture in pictures}) == len(EVENTS)
    assert all(factory["variant"] in ("1", "2") for factory in FACTORIES)
