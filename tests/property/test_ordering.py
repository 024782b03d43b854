"""Fractional keys: there is always room, and the order is what was asked for."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ofdesk.model.ordering import evenly_spaced, is_order_key, key_between

keys = st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8).filter(is_order_key)


@settings(max_examples=400)
@given(keys, keys)
def test_between_two_keys_there_is_another(one: str, other: str) -> None:
    low, high = min(one, other), max(one, other)
    if low == high:
        return
    key = key_between(low, high)
    assert low < key < high
    assert is_order_key(key)


@given(keys)
def test_there_is_room_at_both_ends(key: str) -> None:
    assert "" < key_between("", key) < key
    assert key < key_between(key, "")


@settings(max_examples=60)
@given(st.lists(st.floats(0, 1), max_size=80))
def test_insertions_anywhere_keep_the_order_they_were_made_in(places: list[float]) -> None:
    order: list[str] = []
    for place in places:
        position = round(place * len(order))
        before = order[position - 1] if position else ""
        after = order[position] if position < len(order) else ""
        order.insert(position, key_between(before, after))
    assert order == sorted(order)
    assert len(set(order)) == len(order)
    assert all(map(is_order_key, order))


def test_ten_thousand_appended_keys_stay_short() -> None:
    key, longest = "", 0
    for _ in range(10_000):
        following = key_between(key, "")
        assert following > key
        key, longest = following, max(longest, len(following))
    assert longest <= 6


@given(st.integers(0, 3000))
def test_evenly_spaced_keys_ascend(count: int) -> None:
    found = evenly_spaced(count)
    assert len(set(found)) == count
    assert list(found) == sorted(found)
    assert all(map(is_order_key, found))
