"""The geocoder under any text: it answers, quickly, the same each time, in the typed characters."""

from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.match import Level, Note
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.geocoding.normalise import compose, fold
from ofdesk.geocoding.reverse import ReverseGeocoder

FRAGMENTS = (
    "大阪府", "八尾市", "本町", "1丁目", "1-2-3", "京都市", "中京区", "四条通", "上る", "東入ル",
    "北区", "府中市", "大字", "字", "東京都", "札幌市", "北一条西", "二十五", "十", "百", "〇",
    "々", "ケ", "ヶ", "の", "\u3000", " ", "〒", "581-0003", "浜松市", "智頭", "一", "ー", "−",
    "おおさかふ", "ヤオシ", "ほんまち", "ぐん", "Osaka", "Yao-shi, ", "Honmachi ", "gun ", "Kita-ku",
    "ｶﾞ", "か\u3099", "⻄", "﨑", "󠄀", "\u200b", "\x00", "、", "(株)",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.characters()), max_size=30).map("".join),
)
# Each of these once took long, or is the worst of its kind: nothing to find, everything to find.
HEAVY = (
    "北区", "大字", "上る", "1", "東京都", "あ", "十", "々", " ", "1 ", "大阪市", "一1", "〒123", "中央区あ",
    "おおさかふ", "ぐん", "やおしほんまち", "Kita ", "gun ", "Osaka-fu Yao-shi ", "1 ", "o",
    "清洲市", "ｶﾞ", "大阪市けのつ", "1-", "京都市中京区上る", "高知県高知市", "市", "か\u3099", "二 十",
)  # fmt: skip


@cache
def matcher() -> AddressMatcher:
    return AddressMatcher()


@given(TEXTS)
@settings(max_examples=600)
def test_any_text_has_an_answer_that_holds_together(text: str) -> None:
    match = matcher().match(text)
    assert match.query == text
    assert (match.point is None) == (match.radius_m == 0)
    assert match.point is None or match.level is not Level.NONE
    assert (match.level.depth >= Level.TOWN.depth) == bool(match.town)
    assert (match.level is Level.CHOME) == bool(match.chome)
    typed = compose(text)
    assert match.matched in typed or match.matched == text
    # An address in kana or Latin letters is answered as it is written in Japanese, its numbers included.
    assert match.rest in typed or Note.READING_USED in match.notes
    assert len(match.notes) == len(set(match.notes))


@given(TEXTS)
@settings(max_examples=200)
def test_same_text_has_the_same_answer(text: str) -> None:
    assert matcher().match(text) == AddressMatcher(matcher().gazetteer).match(text)


@given(TEXTS)
@settings(max_examples=400)
def test_way_back_never_runs_backwards(text: str) -> None:
    folded = fold(text)
    ends = [folded.source_end(count) for count in range(len(folded.text) + 1)]
    assert ends == sorted(ends)
    assert 0 <= ends[0] <= ends[-1] <= len(folded.source)
    assert fold(folded.source[ends[-1] :]).text == ""  # nothing but blanks is left behind


@pytest.mark.parametrize("unit", HEAVY)
@pytest.mark.parametrize("front", ["", "大阪府八尾市", "京都市中京区"])
def test_ten_thousand_characters_take_less_than_50_ms(unit: str, front: str) -> None:
    text = (front + unit * 10_000)[:10_000]
    matcher().match(text)  # decodes what it needs; counted once for a process, not for an address
    seconds = []
    for _ in range(5):
        start = time.process_time()
        matcher().match(text)
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.05


@given(st.integers(0, 1891), st.data())
@settings(max_examples=300)
def test_canonical_name_of_any_town_leads_back_to_it(number: int, data: st.DataObject) -> None:
    gazetteer = matcher().gazetteer
    municipality, table = gazetteer.municipality(number), gazetteer.towns(number)
    town = data.draw(st.integers(0, len(table) - 1))
    name = table.names[town]
    match = matcher().match(f"{municipality.canonical}{name}")
    assert match.municipality_code == municipality.code
    if match.town != name:
        # Only a name that others bear too may stay open.
        assert municipality.canonical + name in [one.canonical for one in match.alternatives]
    elif name:
        assert match.point == table.point(town)


@given(st.floats(-90, 90), st.floats(-180, 180))
@settings(max_examples=100)
def test_any_point_has_a_near_town_or_none(lat_deg: float, lon_deg: float) -> None:
    nearest = ReverseGeocoder(matcher().gazetteer).place_at(GeoPoint(lat_deg, lon_deg))
    assert nearest is None or nearest.distance_m <= 20_000


@given(st.floats(30, 45), st.floats(129, 145))
@settings(max_examples=60)
def test_town_found_by_a_point_is_found_by_its_name(lat_deg: float, lon_deg: float) -> None:
    nearest = ReverseGeocoder(matcher().gazetteer).place_at(GeoPoint(lat_deg, lon_deg))
    if nearest is None:
        return
    match = matcher().match(nearest.place.canonical)
    places = [match.point, *(alternative.point for alternative in match.alternatives)]
    assert nearest.place.point in places
