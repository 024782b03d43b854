"""One error away, and no further."""

from __future__ import annotations

import pytest

from ofdesk.geocoding.suggestions import one_edit_apart, similar_beginnings


@pytest.mark.parametrize(
    ("one", "other"),
    [("清洲", "清須"), ("本町", "本"), ("本", "本町"), ("上本町", "本上町"), ("中央", "中夬")],
)
def test_one_error_is_seen(one: str, other: str) -> None:
    assert one_edit_apart(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("本町", "本町"), ("本町", "上下"), ("本町", "本町東二"), ("abcd", "badc")]
)
def test_none_or_two_errors_are_not(one: str, other: str) -> None:
    assert not one_edit_apart(one, other)


def test_beginning_must_end_where_the_number_starts() -> None:
    assert similar_beginnings(["清須", "岡"], "清洲1", 0) == ["清須"]
    assert similar_beginnings(["清須"], "清洲町1", 0) == []


def test_same_first_character_comes_first() -> None:
    assert similar_beginnings(["大洲市", "清須市"], "清洲市", 0) == ["清須市", "大洲市"]
