"""`ofdesk geocode --online`, over a network that is none."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from geopy.exc import GeocoderUnavailable
from tests.unit.cli.command_line import CommandLine, environment
from tests.unit.geocoding.fake_adapter import GSI_ANSWER, GSI_TITLE, NOMINATIM_ANSWER, FakeNetwork, Stopwatch

from ofdesk.cli import online
from ofdesk.services.online_cache import OnlineCache
from ofdesk.services.online_search import OnlineSearch

ADDRESS = "大阪府八尾市本町1-1-1 見本ビル"
Connecting = Callable[..., FakeNetwork]


@pytest.fixture
def connected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Connecting:
    def connect(*answers: object) -> FakeNetwork:
        network, watch = FakeNetwork(*answers), Stopwatch()  # type: ignore[arg-type]

        def open_search() -> OnlineSearch:
            cache = OnlineCache(tmp_path / "answers.json", lambda: datetime.date(2026, 11, 1))
            return OnlineSearch(cache, adapter_factory=network, clock=watch.clock, sleep=watch.sleep)

        monkeypatch.setattr(online, "open_search", open_search)
        return network

    return connect


def test_the_online_answer_stands_under_the_dictionarys_and_names_its_source(
    ofdesk: CommandLine, connected: Connecting
) -> None:
    network = connected(GSI_ANSWER)
    ended = ofdesk("geocode", "--online", "gsi", ADDRESS)
    offline, answer = ended.out.splitlines()
    assert ended.code == 0
    assert offline == ofdesk("geocode", ADDRESS).out.strip()
    assert GSI_TITLE in answer
    assert "街区まで一致" in answer
    assert "誤差の範囲内" in answer
    assert ended.err == "オンラインの答えの出典：国土地理院\n"
    assert len(network.urls) == 1


def test_json_gets_one_more_key(ofdesk: CommandLine, connected: Connecting) -> None:
    connected(NOMINATIM_ANSWER)
    ended = ofdesk("geocode", "--json", "--online", "nominatim", ADDRESS)
    (match,) = json.loads(ended.out)["matches"]
    found = match.pop("online")
    assert [match] == json.loads(ofdesk("geocode", "--json", ADDRESS).out)["matches"]
    assert found == {
        "service": "nominatim",
        "query": "大阪府八尾市本町一丁目1-1",
        "title": "本町一丁目, 八尾市, 大阪府, 581-0003, 日本",
        "level": "chome",
        "lat": 34.6274,
        "lon": 135.6008,
        "agreement": "near",
        "distance_m": found["distance_m"],
        "attribution": "© OpenStreetMap contributors",
        "asked_on": "2026-11-01",
    }
    assert 0 <= found["distance_m"] < 100
    assert "© OpenStreetMap contributors" in ended.err


def test_nothing_found_is_said(ofdesk: CommandLine, connected: Connecting) -> None:
    connected("[]")
    ended = ofdesk("geocode", "--online", "gsi", ADDRESS)
    assert (ended.code, ended.out.splitlines()[1]) == (0, f"{ADDRESS}\tオンライン\t見つかりません")
    found = json.loads(ofdesk("geocode", "--json", "--online", "gsi", ADDRESS).out)
    assert found["matches"][0]["online"] is None


def test_a_failure_keeps_the_dictionarys_answers_and_is_told_once(
    ofdesk: CommandLine, connected: Connecting
) -> None:
    network = connected(GeocoderUnavailable("x"))
    ended = ofdesk("geocode", "--online", "gsi", ADDRESS, "福井県鯖江市")
    assert ended.code == 3
    assert ended.out == ofdesk("geocode", ADDRESS, "福井県鯖江市").out
    assert "接続できません" in ended.err
    assert ended.err.count("\n") == 1  # and no source of what was not answered
    assert len(network.urls) == 1
    found = json.loads(ofdesk("geocode", "--json", "--online", "gsi", ADDRESS).out)
    assert found["matches"][0]["online"] == {"service": "gsi", "error": "online.unreachable"}


@pytest.mark.parametrize(
    "given",
    [
        ("--online", "google", ADDRESS),
        ("--online", "", ADDRESS),
        ("--online", "gsi"),
        ("--online", "gsi", *[ADDRESS] * 21),
        ("--online", "gsi", "--input", "a.csv", "--output", "b.csv"),
    ],
)
def test_long_lists_and_unknown_services_are_refused_before_anything_is_asked(
    ofdesk: CommandLine, connected: Connecting, given: tuple[str, ...]
) -> None:
    network = connected(GSI_ANSWER)
    assert ofdesk.fails("geocode", *given).code == 2
    assert network.urls == []


def test_without_the_option_nothing_is_even_loaded_that_could_connect() -> None:
    import subprocess

    code = (
        "import sys; from ofdesk.cli.main import main; main(['geocode', '大阪府八尾市本町1-1-1']);"
        "loaded = [m for m in ('geopy', 'http.client', 'ssl', 'ofdesk.cli.online',"
        " 'ofdesk.geocoding.online', 'ofdesk.geocoding.online_transport') if m in sys.modules]; print(loaded)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert ended.stdout.splitlines()[-1] == "[]", ended.stdout + ended.stderr
