"""An online answer beside the offline one: what is sent, how they compare, what is kept, how it ends."""

from __future__ import annotations

import datetime
import json
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.exc import GeocoderTimedOut
from tests.unit.geocoding.fake_adapter import (
    GSI_ANSWER,
    GSI_TITLE,
    NOMINATIM_ANSWER,
    FakeNetwork,
    Stopwatch,
)

from ofdesk.base.errors import Cancelled, ServiceError
from ofdesk.base.progress import CancelToken
from ofdesk.cartography.base_map import BaseMap, load_base_map
from ofdesk.geocoding.match import Level
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.geocoding.online_hits import OnlineService
from ofdesk.services.online_cache import OnlineCache
from ofdesk.services.online_search import Agreement, OnlineSearch, text_to_send

GSI, NOMINATIM = OnlineService.GSI, OnlineService.NOMINATIM
ADDRESS = "大阪府八尾市本町1-1-1 見本ビル3階"


@pytest.fixture(scope="module")
def matcher() -> AddressMatcher:
    return AddressMatcher()


@pytest.fixture(scope="module")
def ground() -> BaseMap:
    return load_base_map()


Asking = Callable[..., OnlineSearch]


@pytest.fixture
def searching(tmp_path: Path) -> Asking:
    """Make a search over a network that is none, on a clock that stands."""

    def make(network: FakeNetwork, **more: object) -> OnlineSearch:
        watch = Stopwatch()
        cache = OnlineCache(tmp_path / "answers.json", lambda: datetime.date(2026, 11, 1))
        given = {"clock": watch.clock, "sleep": watch.sleep, **more}
        return OnlineSearch(cache, adapter_factory=network, **given)  # type: ignore[arg-type]

    return make


def gsi(title: str, lat_deg: float, lon_deg: float) -> dict[str, object]:
    return {
        "geometry": {"coordinates": [lon_deg, lat_deg]},
        "properties": {"title": title, "addressCode": ""},
    }


# ── what is sent ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        (ADDRESS, "大阪府八尾市本町一丁目1-1"),
        ("〒581-0003 八尾市本町１丁目１番１号（株）見本 山田太郎 宛", "大阪府八尾市本町一丁目1番1号"),
        ("八尾市楽音寺3丁目56 見本工場", "大阪府八尾市楽音寺三丁目56"),
        ("福井県鯖江市河和田町 見本漆器", "福井県鯖江市河和田町"),
        ("福井県鯖江市見本谷町12-3 山田方", "福井県鯖江市見本谷町12-3"),  # a town the gazetteer does not know
        ("福井県鯖江市", "福井県鯖江市"),
        ("見本の 工場  三階", "見本の 工場 三階"),  # nothing understood: as it is
        ("", ""),
    ],
)
def test_the_address_is_sent_without_building_and_names(
    matcher: AddressMatcher, address: str, sent: str
) -> None:
    assert text_to_send(matcher.match(address)) == sent


def test_no_more_than_two_hundred_letters_are_sent(matcher: AddressMatcher) -> None:
    assert len(text_to_send(matcher.match("見" * 5000))) == 200
    assert len(text_to_send(matcher.match("福井県鯖江市" + "見" * 5000))) == 200


@pytest.mark.parametrize(("service", "answer"), [(GSI, GSI_ANSWER), (NOMINATIM, NOMINATIM_ANSWER)])
def test_the_request_holds_nothing_else(
    service: OnlineService, answer: str, searching: Asking, matcher: AddressMatcher, ground: BaseMap
) -> None:
    network = FakeNetwork(answer)
    searching(network).ask(service, matcher.match(ADDRESS), matcher.match, ground)
    (url,) = network.urls
    assert url.startswith("https://")
    given = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert given.pop("q") == "大阪府八尾市本町一丁目1-1"
    assert set(given) <= {"format", "countrycodes", "accept-language"}
    assert set(network.headers[0]) == {"User-Agent"}


# ── what is answered ────────────────────────────────────────────────────────────────────────────


def test_an_answer_is_compared_and_names_its_source(
    searching: Asking, matcher: AddressMatcher, ground: BaseMap
) -> None:
    offline = matcher.match(ADDRESS)
    answer = searching(FakeNetwork(GSI_ANSWER)).ask(GSI, offline, matcher.match, ground)
    assert answer is not None
    assert (answer.title, answer.level, answer.attribution) == (GSI_TITLE, Level.BLOCK, "国土地理院")
    assert answer.agreement is Agreement.NEAR
    assert offline.point is not None
    assert answer.distance_m == pytest.approx(offline.point.distance_m(answer.point))
    assert answer.distance_m is not None
    assert answer.distance_m <= offline.radius_m
    other = searching(FakeNetwork(NOMINATIM_ANSWER)).ask(NOMINATIM, offline, matcher.match, ground)
    assert other is not None
    assert (other.level, other.attribution) == (Level.CHOME, "© OpenStreetMap contributors")


@pytest.mark.parametrize(
    ("address", "lat_deg", "lon_deg", "agreement"),
    [
        (ADDRESS, 34.6273, 135.6009, Agreement.NEAR),
        (ADDRESS, 34.6168, 135.6230, Agreement.BEYOND),  # 恩智, still in 八尾市, 2 km away
        (ADDRESS, 34.6937, 135.5023, Agreement.ELSEWHERE),  # 大阪市
        (ADDRESS, 33.0, 136.5, Agreement.ELSEWHERE),  # at sea
        ("大阪府大阪市北区梅田1丁目", 34.7005, 135.4970, Agreement.NEAR),  # a ward is compared by its city
        ("北区1-1", 34.7, 135.5, Agreement.UNCOMPARED),
        ("見本", 34.7, 135.5, Agreement.UNCOMPARED),
    ],
)
def test_the_comparison_is_honest(
    searching: Asking,
    matcher: AddressMatcher,
    ground: BaseMap,
    address: str,
    lat_deg: float,
    lon_deg: float,
    agreement: Agreement,
) -> None:
    network = FakeNetwork(json.dumps([gsi("見本", lat_deg, lon_deg)]))
    answer = searching(network).ask(GSI, matcher.match(address), matcher.match, ground)
    assert answer is not None
    assert answer.agreement is agreement
    assert (answer.distance_m is None) == (agreement is Agreement.UNCOMPARED)


def test_a_place_in_the_right_municipality_goes_before_a_namesake(
    searching: Asking, matcher: AddressMatcher, ground: BaseMap
) -> None:
    network = FakeNetwork(
        json.dumps([gsi("東京水道", 35.755, 139.343), gsi("大阪府八尾市本町一丁目", 34.6273, 135.6009)])
    )
    answer = searching(network).ask(GSI, matcher.match(ADDRESS), matcher.match, ground)
    assert answer is not None
    assert (answer.title, answer.level) == ("大阪府八尾市本町一丁目", Level.CHOME)


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("大阪府八尾市", Level.MUNICIPALITY),
        ("福井県鯖江市河和田町", Level.TOWN),
        ("大阪府八尾市本町一丁目", Level.CHOME),
        ("大阪府八尾市本町一丁目1番1号", Level.BLOCK),
        ("大阪府八尾市本町一丁目 見本小学校", None),
        ("大阪府八尾市見本町", None),  # what follows is not known: no claim
        ("八尾空港", None),
        ("東京水道", None),
    ],
)
def test_no_exactness_is_claimed_that_the_title_does_not_tell(
    searching: Asking, matcher: AddressMatcher, ground: BaseMap, title: str, level: Level | None
) -> None:
    network = FakeNetwork(json.dumps([gsi(title, 34.6273, 135.6009)]))
    answer = searching(network).ask(GSI, matcher.match(ADDRESS), matcher.match, ground)
    assert answer is not None
    assert answer.level is level


def test_nothing_found_is_no_answer(searching: Asking, matcher: AddressMatcher, ground: BaseMap) -> None:
    assert searching(FakeNetwork("[]")).ask(GSI, matcher.match(ADDRESS), matcher.match, ground) is None


def test_nothing_to_ask_is_told_without_asking(
    searching: Asking, matcher: AddressMatcher, ground: BaseMap
) -> None:
    network = FakeNetwork("[]")
    with pytest.raises(ServiceError) as caught:
        searching(network).ask(GSI, matcher.match(" "), matcher.match, ground)
    assert (caught.value.code, network.urls) == ("online.query", [])


# ── what is kept ────────────────────────────────────────────────────────────────────────────────


def test_the_same_question_is_asked_once(searching: Asking, matcher: AddressMatcher, ground: BaseMap) -> None:
    network = FakeNetwork(GSI_ANSWER)
    first = searching(network).ask(GSI, matcher.match(ADDRESS), matcher.match, ground)
    again = searching(network).ask(GSI, matcher.match(ADDRESS + " 別館"), matcher.match, ground)
    assert first == again
    assert len(network.urls) == 1


def test_a_failure_is_not_kept(searching: Asking, matcher: AddressMatcher, ground: BaseMap) -> None:
    network = FakeNetwork(GeocoderTimedOut("x"), GSI_ANSWER)
    search = searching(network)
    with pytest.raises(ServiceError):
        search.ask(GSI, matcher.match(ADDRESS), matcher.match, ground)
    assert search.ask(GSI, matcher.match(ADDRESS), matcher.match, ground) is not None


# ── how it ends ─────────────────────────────────────────────────────────────────────────────────


class Silence:
    """A service that does not answer until the test is over."""

    def __init__(self) -> None:
        self.reached, self.over = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.reached.set()
        self.over.wait(20)
        return GSI_ANSWER


def test_a_silent_service_is_given_up(searching: Asking, matcher: AddressMatcher, ground: BaseMap) -> None:
    silence = Silence()
    watch = Stopwatch()

    def clock() -> float:
        # Time begins to run when the service has been asked.
        watch.now_s += 20 if silence.reached.is_set() else 0
        return watch.now_s

    search = searching(FakeNetwork(silence), clock=clock, patience_s=15.0)
    with pytest.raises(ServiceError) as caught:
        search.ask(GSI, matcher.match(ADDRESS), matcher.match, ground)
    silence.over.set()
    assert caught.value.code == "online.timeout"


def test_calling_off_is_heard_while_the_service_is_silent(
    searching: Asking, matcher: AddressMatcher, ground: BaseMap
) -> None:
    silence, token = Silence(), CancelToken()
    search = searching(FakeNetwork(silence))

    def call_off() -> None:
        silence.reached.wait(20)
        token.cancel()

    threading.Thread(target=call_off, daemon=True).start()
    with pytest.raises(Cancelled):
        search.ask(GSI, matcher.match(ADDRESS), matcher.match, ground, cancel=token)
    silence.over.set()


@pytest.mark.parametrize("calls_off", [True, False])
def test_what_was_given_up_while_it_waited_for_its_turn_is_never_sent(
    searching: Asking, matcher: AddressMatcher, ground: BaseMap, calls_off: bool
) -> None:
    network, token = FakeNetwork("[]"), CancelToken()
    waiting, over, ended = threading.Event(), threading.Event(), threading.Event()
    watch = Stopwatch()

    def clock() -> float:
        # The patience of the one who asks is over as soon as the question waits for its turn.
        is_asker = threading.current_thread().name != "ofdesk-online"
        return watch.now_s + (100 if waiting.is_set() and is_asker and not calls_off else 0)

    def sleep(_seconds: float) -> None:
        if calls_off:
            token.cancel()
        waiting.set()
        over.wait(20)
        watch.now_s += 5
        ended.set()

    search = searching(network, clock=clock, sleep=sleep)
    search.ask(GSI, matcher.match(ADDRESS), matcher.match, ground)
    with pytest.raises(Cancelled if calls_off else ServiceError):
        search.ask(GSI, matcher.match("鯖江市"), matcher.match, ground, cancel=token)
    over.set()
    assert ended.wait(20)
    for thread in threading.enumerate():
        if thread.name == "ofdesk-online":
            thread.join(20)
    assert len(network.urls) == 1
