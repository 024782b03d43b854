"""Completion under any text: it answers the same each time, within its limit, with places that exist."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from ofdesk.geocoding.completion import AddressCompletion
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.matcher import AddressMatcher

FRAGMENTS = (
    "大阪府", "大阪", "八尾市", "ほん", "本", "京都市", "中京区", "八頭郡", "ち", "sabae", "HON", "さばえし",
    "大字", "字", "北", "府中市", "三", "十", "〇", "々", "ケ", "\u3000", " ", "〒", "1", "ｶﾞ", "か\u3099",
    "\x00", "\u200b", "ー", "-",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=70),
    st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.characters()), max_size=12).map("".join),
)


@cache
def completion() -> AddressCompletion:
    return AddressCompletion(Gazetteer())


@cache
def matcher() -> AddressMatcher:
    return AddressMatcher()


@given(text=TEXTS, limit=st.integers(min_value=0, max_value=12))
def test_any_text_is_answered_within_the_limit_and_the_same_each_time(text: str, limit: int) -> None:
    completion().prepare(text)
    found = completion().complete(text, limit)
    assert len(found) <= limit
    assert len({one.canonical for one in found}) == len(found)
    assert found == completion().complete(text, limit)


@given(text=st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4).map("".join))
def test_what_is_offered_is_understood_as_the_place_it_names(text: str) -> None:
    for one in completion().complete(text, 5):
        understood = matcher().match(one.canonical).canonical
        assert understood
        assert one.canonical.startswith(understood) or understood.startswith(one.canonical)
