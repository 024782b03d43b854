"""jageocoder as a dictionary.

What is asked here is a stand-in, see `stand_in.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from tests.unit.geocoding.dictionaries.conftest import Desk
from tests.unit.geocoding.dictionaries.published import moved
from tests.unit.geocoding.dictionaries.stand_in import StandIn

from ofdesk.base.errors import InputError, ReadError
from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.dictionaries.jageocoder_dictionary import JageocoderDictionary
from ofdesk.geocoding.match import Level, Note
from ofdesk.geocoding.matcher import AddressMatcher


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    module = StandIn()
    monkeypatch.setitem(sys.modules, "jageocoder", module)
    return module


def candidate(point: GeoPoint, level: int, *names: str) -> dict[str, Any]:
    fullname = ["大阪府", "八尾市", "本町", "一丁目", *names]
    return {"name": names[-1], "x": point.lon_deg, "y": point.lat_deg, "level": level, "fullname": fullname}


def test_without_it_one_sentence_tells_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jageocoder", None)
    with pytest.raises(InputError, match="jageocoder_missing"):
        JageocoderDictionary()


def test_it_is_opened_on_a_folder_for_reading_never_on_a_server(stand_in: StandIn, tmp_path: Path) -> None:
    JageocoderDictionary()
    JageocoderDictionary(tmp_path)
    assert stand_in.opened == [("/data", "r"), (str(tmp_path), "r")]


def test_without_data_it_says_so(stand_in: StandIn, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="jageocoder_no_data"):
        JageocoderDictionary(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match="jageocoder_no_data"):
        JageocoderDictionary(tmp_path / "empty")
    stand_in.folder = None
    with pytest.raises(ReadError, match="jageocoder_no_data"):
        JageocoderDictionary()


@pytest.mark.parametrize(
    ("matched", "level", "names", "expected", "label", "rest"),
    [
        ("大阪府八尾市本町一丁目9-", 7, ("9番",), Level.BLOCK, "9番", "1"),
        ("大阪府八尾市本町一丁目9-1", 8, ("9番", "1号"), Level.PARCEL, "9番1号", ""),
    ],
)
def test_its_blocks_and_houses_are_taken(
    desk: Desk,
    stand_in: StandIn,
    matched: str,
    level: int,
    names: tuple[str, ...],
    expected: Level,
    label: str,
    rest: str,
) -> None:
    there = moved(desk.point("八尾市", "本町", 1), 50)
    stand_in.answer = {"matched": matched, "candidates": [candidate(there, level, *names)]}
    match = AddressMatcher(desk.gazetteer, [JageocoderDictionary()]).match("八尾市本町1-9-1")
    assert stand_in.asked == ["大阪府八尾市本町一丁目9-1"]
    assert (match.level, match.point, match.rest) == (expected, there, rest)
    assert match.canonical == f"大阪府八尾市本町一丁目{label}"


@pytest.mark.parametrize(
    "answer",
    [
        {"matched": "", "candidates": []},
        {"matched": "大阪府八尾市本町一丁目", "candidates": []},
        {
            "matched": "どこか別の所の大阪府八尾市本町一丁目9",
            "candidates": [candidate(GeoPoint(34, 135), 7, "9番")],
        },
        {"matched": "大阪府八尾市本町一丁目9", "candidates": [candidate(GeoPoint(34.6, 135.6), 6, "9番")]},
        {"matched": "大阪府八尾市本町一丁目9", "candidates": [candidate(GeoPoint(43.0, 141.3), 7, "9番")]},
        {
            "matched": "大阪府八尾市本町一丁目9",
            "candidates": [candidate(GeoPoint(34.6, 135.6), 7, "9番")] * 2,
        },
        {
            "matched": "大阪府八尾市本町一丁目9",
            "candidates": [{"x": float("nan"), "y": 34.6, "level": 7, "fullname": ["9番"]}],
        },
    ],
)
def test_what_is_not_sure_is_not_taken(desk: Desk, stand_in: StandIn, answer: Any) -> None:
    stand_in.answer = answer
    match = AddressMatcher(desk.gazetteer, [JageocoderDictionary()]).match("八尾市本町1-9-1")
    assert match == desk.matcher().match("八尾市本町1-9-1")


@pytest.mark.parametrize(
    "answer", [RuntimeError("closed"), {}, {"matched": "大阪府八尾市本町一丁目9", "candidates": [{}]}, None]
)
def test_when_it_fails_geocoding_goes_on(desk: Desk, stand_in: StandIn, answer: Any) -> None:
    stand_in.answer = answer
    match = AddressMatcher(desk.gazetteer, [JageocoderDictionary()]).match("八尾市本町1-9-1")
    assert match.level is Level.CHOME
    assert Note.DICTIONARY_UNREADABLE in match.notes
