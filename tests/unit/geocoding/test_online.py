"""The online services, asked over a network that is none."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import AdapterHTTPError
from geopy.exc import (
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from tests.unit.geocoding.fake_adapter import (
    GSI_ANSWER,
    GSI_TITLE,
    NOMINATIM_ANSWER,
    FakeNetwork,
    Stopwatch,
)

from ofdesk.base.errors import Cancelled, ServiceError
from ofdesk.base.progress import NEVER_CANCELLED, CancelToken
from ofdesk.geocoding.match import Level
from ofdesk.geocoding.online import MIN_DELAY_S, GsiJapan, NominatimJapan, OnlineGeocoder, Timing
from ofdesk.geocoding.online_hits import OnlineHit, OnlineService

GSI, NOMINATIM = OnlineService.GSI, OnlineService.NOMINATIM
ADDRESS = "大阪府八尾市本町一丁目1-1"


def asked(url: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}", {k: v[0] for k, v in parse_qs(parts.query).items()}


def search(service: OnlineService, *answers: Any) -> tuple[OnlineHit, ...]:
    watch = Stopwatch()
    geocoder = OnlineGeocoder(service, Timing(watch.clock, watch.sleep), FakeNetwork(*answers))
    return geocoder.search(ADDRESS, NEVER_CANCELLED)


# ── 国土地理院 ───────────────────────────────────────────────────────────────────────────────────


def test_gsi_is_asked_for_the_address_and_nothing_else() -> None:
    network = FakeNetwork(GSI_ANSWER)
    location = GsiJapan(adapter_factory=network).geocode(f" {ADDRESS} ")
    assert [asked(url) for url in network.urls] == [
        ("https://msearch.gsi.go.jp/address-search/AddressSearch", {"q": ADDRESS})
    ]
    assert list(network.headers[0]) == ["User-Agent"]
    assert network.headers[0]["User-Agent"].startswith("ofdesk/")
    assert network.timeouts == [10.0]
    assert (location.address, location.latitude, location.longitude) == (GSI_TITLE, 34.6273, 135.6009)


def test_gsi_gives_one_or_all_or_none() -> None:
    found = GsiJapan(adapter_factory=FakeNetwork(GSI_ANSWER)).geocode(ADDRESS, exactly_one=False)
    assert [location.address for location in found] == [GSI_TITLE, "東京水道"]
    assert GsiJapan(adapter_factory=FakeNetwork("[]")).geocode(ADDRESS) is None
    assert GsiJapan(adapter_factory=FakeNetwork("[]")).geocode(ADDRESS, exactly_one=False) is None


@pytest.mark.parametrize("query", ["", "   ", None, 7, "あ" * 201])
@pytest.mark.parametrize("geocoder", [GsiJapan, NominatimJapan])
def test_what_is_no_address_is_not_sent(geocoder: Any, query: object) -> None:
    network = FakeNetwork("[]")
    with pytest.raises(GeocoderQueryError):
        geocoder(adapter_factory=network).geocode(query)
    assert network.urls == []


def test_gsi_names_the_town_at_a_point() -> None:
    # Hokkaido: the leading zero of the code is missing in the answer.
    network = FakeNetwork('{"results": {"muniCd": "1101", "lv01Nm": "北一条西二丁目"}}')
    names = {"01101": "北海道札幌市中央区"}
    location = GsiJapan(adapter_factory=network, name_of_code=names.__getitem__).reverse((43.0621, 141.3544))
    assert location.address == "北海道札幌市中央区北一条西二丁目"
    assert location.raw["muniCd"] == "01101"
    assert asked(network.urls[0]) == (
        "https://mreversegeocoder.gsi.go.jp/reverse-geocoder/LonLatToAddress",
        {"lat": "43.062100", "lon": "141.354400"},
    )


def test_gsi_names_a_municipality_without_town_and_nothing_at_sea() -> None:
    named = FakeNetwork('{"results": {"muniCd": "13362", "lv01Nm": "−"}}')
    assert GsiJapan(adapter_factory=named).reverse((34.5, 139.3)).address == "13362"
    assert GsiJapan(adapter_factory=FakeNetwork("{}")).reverse((30.0, 145.0)) is None


@pytest.mark.parametrize("query", ["nowhere", (float("nan"), 0.0), None])
def test_no_point_is_not_sent(query: object) -> None:
    network = FakeNetwork("{}")
    with pytest.raises(GeocoderQueryError):
        GsiJapan(adapter_factory=network).reverse(query)
    assert network.urls == []


@pytest.mark.parametrize(
    "answer",
    ["[]", '"x"', '{"results": 3}', '{"results": {"muniCd": 1, "lv01Nm": "x"}}',
     '{"results": {"lv01Nm": []}}', '{"results": {"muniCd": "1234567", "lv01Nm": "x"}}',
     '{"results": {"muniCd": "13101", "lv01Nm": null}}'],
)  # fmt: skip
def test_a_malformed_answer_about_a_point_is_told(answer: str) -> None:
    with pytest.raises(GeocoderParseError):
        GsiJapan(adapter_factory=FakeNetwork(answer)).reverse((35.0, 139.0))


# ── Nominatim ───────────────────────────────────────────────────────────────────────────────────


def test_nominatim_is_asked_for_japan_in_japanese_under_our_name() -> None:
    network = FakeNetwork(NOMINATIM_ANSWER)
    location = NominatimJapan(adapter_factory=network).geocode(ADDRESS)
    address, given = asked(network.urls[0])
    assert address == "https://nominatim.openstreetmap.org/search"
    assert given == {
        "q": ADDRESS, "format": "json", "limit": "1", "countrycodes": "jp", "accept-language": "ja"
    }  # fmt: skip
    assert network.headers[0]["User-Agent"].startswith("ofdesk/")
    assert (location.latitude, location.longitude) == (34.6274, 135.6008)


@pytest.mark.parametrize(
    ("found", "level"),
    [
        ({"place_rank": 8}, Level.PREFECTURE),
        ({"place_rank": 14}, Level.MUNICIPALITY),
        ({"place_rank": 18}, Level.TOWN),
        ({"place_rank": 20}, Level.CHOME),
        ({"place_rank": 26}, None),  # a street
        ({"place_rank": 30, "addresstype": "house"}, Level.PARCEL),
        ({"place_rank": 30, "addresstype": "shop"}, None),
        ({"place_rank": "18"}, None),
        ({}, None),
    ],
)
def test_nominatim_says_how_exact_it_is(found: dict[str, Any], level: Level | None) -> None:
    place = {"lat": "34.6", "lon": "135.6", "display_name": "見本", **found}
    (hit,) = search(NOMINATIM, json.dumps([place]))
    assert hit.level is level


# ── both ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("service", "answer", "titles"),
    [
        (GSI, GSI_ANSWER, [GSI_TITLE, "東京水道"]),
        (NOMINATIM, NOMINATIM_ANSWER, ["本町一丁目, 八尾市, 大阪府, 581-0003, 日本"]),
        (GSI, "[]", []),
        (NOMINATIM, "[]", []),
    ],
)
def test_answers_become_hits(service: OnlineService, answer: str, titles: list[str]) -> None:
    assert [hit.title for hit in search(service, answer)] == titles


def failed(status: int, **headers: str) -> AdapterHTTPError:
    return AdapterHTTPError(f"status {status}", status_code=status, headers=headers, text="")


@pytest.mark.parametrize("service", list(OnlineService))
@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (GeocoderTimedOut("x"), "online.timeout"),
        (GeocoderUnavailable("x"), "online.unreachable"),
        (GeocoderServiceError("x"), "online.failed"),
        (failed(301), "online.failed"),
        (failed(401), "online.refused"),
        (failed(403), "online.refused"),
        (failed(414), "online.query"),
        (failed(429, **{"retry-after": "60"}), "online.quota"),
        (failed(429, **{"retry-after": ""}), "online.quota"),
        (failed(500), "online.failed"),
        (failed(503), "online.timeout"),
    ],
)
def test_every_failure_has_a_code(service: OnlineService, failure: Exception, code: str) -> None:
    with pytest.raises(ServiceError) as caught:
        search(service, failure)
    assert caught.value.code == code


HOSTILE = [
    "", "<html>", "{", "[" * 100_000, "3", '"text"', "true", '{"features": 3}', "[null]", "[3]", "[[]]",
    '["x"]',
    '[{"geometry": null}]', '[{"geometry": {"coordinates": "35,139"}, "properties": {"title": "x"}}]',
    '[{"geometry": {"coordinates": [139]}, "properties": {"title": "x"}}]',
    '[{"geometry": {"coordinates": {"0": 1}}, "properties": {"title": "x"}}]',
    '[{"geometry": {"coordinates": [true, false]}, "properties": {"title": "x"}}]',
    '[{"geometry": {"coordinates": [NaN, Infinity]}, "properties": {"title": "x"}}]',
    '[{"geometry": {"coordinates": [1e999, 35]}, "properties": {"title": "x"}}]',
    '[{"geometry": {"coordinates": [1' + "0" * 4000 + ', 35]}, "properties": {"title": "x"}}]',
    '[{"geometry": {"coordinates": [139, 95]}, "properties": {"title": "x"}}]',
    '[{"geometry": {"coordinates": [-0.1, 51.5]}, "properties": {"title": "London"}}]',
    '[{"geometry": {"coordinates": [139, 35]}, "properties": {"title": ["x"]}}]',
    '[{"geometry": {"coordinates": [139, 35]}, "properties": "title"}]',
    '[{"lat": "abc", "lon": "139", "display_name": "x"}]',
    '[{"lat": "nan", "lon": "139", "display_name": "x"}]',
    '[{"lat": null, "lon": null, "display_name": "x"}]', '[{"lat": "95", "lon": "139", "display_name": "x"}]',
    '[{"lat": "35", "lon": "139", "display_name": 5}]', '[{"lat": {}, "lon": [], "display_name": "x"}]',
    '[{"lat": "51.5", "lon": "-0.1", "display_name": "London"}]', "[1" + "0" * 5000 + "]",
]  # fmt: skip


@pytest.mark.parametrize("service", list(OnlineService))
@pytest.mark.parametrize("answer", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_answer_is_nothing_but_malformed(service: OnlineService, answer: str) -> None:
    with pytest.raises(ServiceError) as caught:
        search(service, answer)
    assert caught.value.code == "online.malformed"


def test_an_error_in_the_body_is_told() -> None:
    with pytest.raises(ServiceError) as caught:
        search(NOMINATIM, '{"error": {"code": 400, "message": "x"}}')
    assert caught.value.code == "online.query"


@pytest.mark.parametrize("service", list(OnlineService))
def test_long_answers_are_cut(service: OnlineService) -> None:
    places = [
        {
            "geometry": {"coordinates": [135.6, 34.6]}, "properties": {"title": "長" * 5000},
            "lat": "34.6", "lon": "135.6", "display_name": "長" * 5000,
        }
    ] * 5000  # fmt: skip
    hits = search(service, json.dumps(places))
    assert (len(hits), {len(hit.title) for hit in hits}) == (10, {300})


@pytest.mark.parametrize("service", list(OnlineService))
def test_questions_are_at_least_a_second_apart(service: OnlineService) -> None:
    watch, network = Stopwatch(), FakeNetwork("[]")
    geocoder = OnlineGeocoder(service, Timing(watch.clock, watch.sleep), network)
    for _ in range(3):
        geocoder.search(ADDRESS, NEVER_CANCELLED)
    # The first goes out at once; each of the two others waits for the whole pause.
    assert watch.slept_s == pytest.approx([MIN_DELAY_S, MIN_DELAY_S])
    assert MIN_DELAY_S >= 1
    assert len(network.urls) == 3
    watch.now_s += 5
    geocoder.search(ADDRESS, NEVER_CANCELLED)
    assert len(watch.slept_s) == 2


def test_a_failure_is_not_tried_again() -> None:
    watch, network = Stopwatch(), FakeNetwork(failed(500))
    geocoder = OnlineGeocoder(GSI, Timing(watch.clock, watch.sleep), network)
    with pytest.raises(ServiceError):
        geocoder.search(ADDRESS, NEVER_CANCELLED)
    assert (len(network.urls), watch.slept_s) == (1, [])


def test_what_is_called_off_while_waiting_is_not_sent() -> None:
    watch, network, token = Stopwatch(), FakeNetwork("[]"), CancelToken()

    def sleep(seconds: float) -> None:
        token.cancel()
        watch.sleep(seconds)

    geocoder = OnlineGeocoder(GSI, Timing(watch.clock, sleep), network)
    geocoder.search(ADDRESS, token)
    with pytest.raises(Cancelled):
        geocoder.search(ADDRESS, token)
    assert len(network.urls) == 1
