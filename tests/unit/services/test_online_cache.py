"""What online services answered before."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.match import Level
from ofdesk.geocoding.online_hits import OnlineHit, OnlineService
from ofdesk.services.online_cache import OnlineCache

GSI, NOMINATIM = OnlineService.GSI, OnlineService.NOMINATIM
HIT = OnlineHit("大阪府八尾市本町一丁目", GeoPoint(34.6273, 135.6009), Level.CHOME)
DAY = datetime.date(2026, 11, 1)


class Today:
    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> datetime.date:
        return self.day


@pytest.fixture
def today() -> Today:
    return Today()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "online" / "answers.json"


def test_an_answer_is_found_again_in_the_next_run(path: Path, today: Today) -> None:
    OnlineCache(path, today).keep(GSI, "八尾市本町", (HIT,))
    again = OnlineCache(path, today)
    kept = again.find(GSI, "八尾市本町")
    assert kept is not None
    assert (kept.hits, kept.asked_on) == ((HIT,), DAY)
    assert again.find(NOMINATIM, "八尾市本町") is None
    assert again.find(GSI, "八尾市") is None


def test_the_file_tells_service_query_answer_and_dates(path: Path, today: Today) -> None:
    OnlineCache(path, today).keep(GSI, "八尾市本町", (HIT,))
    (entry,) = json.loads(path.read_text(encoding="utf-8"))["entries"]
    assert entry == {
        "service": "gsi",
        "query": "八尾市本町",
        "asked_on": "2026-11-01",
        "expires_on": "2026-12-01",
        "answer": [{"title": HIT.title, "lat": 34.6273, "lon": 135.6009, "level": "chome"}],
    }


def test_answers_expire_after_thirty_days_and_nothing_found_after_one(path: Path, today: Today) -> None:
    cache = OnlineCache(path, today)
    cache.keep(GSI, "八尾市", (HIT,))
    cache.keep(GSI, "無い町", ())
    nothing = cache.find(GSI, "無い町")
    assert nothing is not None
    assert nothing.hits == ()
    today.day = DAY + datetime.timedelta(days=1)
    assert cache.find(GSI, "無い町") is None
    today.day = DAY + datetime.timedelta(days=29)
    assert cache.find(GSI, "八尾市") is not None
    today.day = DAY + datetime.timedelta(days=30)
    assert cache.find(GSI, "八尾市") is None
    # What has expired goes from the file with the next answer.
    cache.keep(GSI, "本町", (HIT,))
    assert [one["query"] for one in json.loads(path.read_text(encoding="utf-8"))["entries"]] == ["本町"]


def test_the_oldest_make_room(path: Path, today: Today) -> None:
    cache = OnlineCache(path, today, max_entries=3)
    for query in ("一", "二", "三", "一", "四"):
        cache.keep(GSI, query, (HIT,))
    queries = [one["query"] for one in json.loads(path.read_text(encoding="utf-8"))["entries"]]
    assert queries == ["三", "一", "四"]
    assert cache.find(GSI, "二") is None


def test_clearing_removes_the_file(path: Path, today: Today) -> None:
    cache = OnlineCache(path, today)
    cache.keep(GSI, "八尾市", (HIT,))
    cache.clear()
    assert not path.exists()
    assert cache.find(GSI, "八尾市") is None


GOOD: dict[str, Any] = {
    "service": "gsi", "query": "八尾市", "asked_on": "2026-11-01", "expires_on": "2026-11-20",
    "answer": [{"title": "x", "lat": 34.6, "lon": 135.6, "level": ""}],
}  # fmt: skip


def whole(*entries: Any) -> bytes:
    return json.dumps({"version": 1, "entries": list(entries)}).encode()


DAMAGED = [
    b"", b"\x00\xff", b"{", b"[" * 100_000, b"[]", b"3", b'{"version": 2, "entries": []}', b'{"version": 1}',
    b'{"version": 1, "entries": 5}', b" " * (8 * 1024**2 + 1), whole(None, 3, [], {}),
    whole({**GOOD, "service": "other"}), whole({**GOOD, "query": ""}), whole({**GOOD, "query": 5}),
    whole({**GOOD, "query": "x" * 201}), whole({**GOOD, "asked_on": "yesterday"}),
    whole({**GOOD, "expires_on": 7}),
    whole({**GOOD, "answer": 3}), whole({**GOOD, "answer": {"a": 1}}), whole({**GOOD, "answer": [3]}),
    whole({**GOOD, "answer": [{"title": "x", "lat": 95, "lon": 0, "level": ""}]}),
    whole({**GOOD, "answer": [{"title": "x", "lat": "nan", "lon": 0, "level": ""}]}),
    whole({**GOOD, "answer": [{"title": "x", "lat": 10**400, "lon": 0, "level": ""}]}),
    whole({**GOOD, "answer": [{"title": "x", "lat": 34, "lon": 135, "level": "deep"}]}),
    whole({**GOOD, "answer": [{"title": "", "lat": 34, "lon": 135, "level": ""}]}),
    whole({**GOOD, "asked_on": "2031-01-01", "expires_on": "2031-01-02"}),
    whole({**GOOD, "asked_on": "9999-12-31", "expires_on": "9999-12-31"}),
]  # fmt: skip


@pytest.mark.parametrize("data", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_cache_is_begun_anew(path: Path, today: Today, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    cache = OnlineCache(path, today)
    assert cache.find(GSI, "八尾市") is None
    cache.keep(GSI, "本町", (HIT,))
    assert OnlineCache(path, today).find(GSI, "本町") is not None


def test_one_bad_entry_does_not_spoil_the_others(path: Path, today: Today) -> None:
    path.parent.mkdir()
    path.write_bytes(whole({**GOOD, "query": ""}, GOOD))
    assert OnlineCache(path, today).find(GSI, "八尾市") is not None


def test_a_long_file_is_cut_to_its_newest_entries(path: Path, today: Today) -> None:
    path.parent.mkdir()
    path.write_bytes(whole(GOOD, {**GOOD, "query": "本町"}))
    cache = OnlineCache(path, today, max_entries=1)
    assert cache.find(GSI, "八尾市") is None
    assert cache.find(GSI, "本町") is not None


def test_an_entry_cannot_say_that_it_holds_for_ever(path: Path, today: Today) -> None:
    path.parent.mkdir()
    path.write_bytes(whole({**GOOD, "expires_on": "9999-12-31"}))
    today.day = DAY + datetime.timedelta(days=30)
    assert OnlineCache(path, today).find(GSI, "八尾市") is None


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_memory(tmp_path: Path, today: Today) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    cache = OnlineCache(blocked / "answers.json", today)
    assert cache.find(GSI, "八尾市") is None
    cache.keep(GSI, "八尾市", (HIT,))
    assert cache.find(GSI, "八尾市") is not None
    assert blocked.read_bytes() == b""
