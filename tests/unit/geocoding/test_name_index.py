"""Lengths of names by their beginnings."""

from __future__ import annotations

from ofdesk.geocoding.name_index import NameIndex


def test_lengths_come_longest_first_and_only_for_the_beginning_at_the_place() -> None:
    index = NameIndex(["本町", "本町通", "本町東通", "本庄", "本", "乙"])
    assert index.lengths("大阪本町通", 2) == (4, 3, 2, 1)
    assert index.lengths("本庄", 0) == (2, 1)
    assert index.lengths("乙1", 0) == (1,)
    assert index.lengths("本", 0) == (1,)
    assert index.lengths("西", 0) == ()
    assert index.lengths("本町", 2) == ()


def test_first_characters_are_those_of_all_names() -> None:
    assert NameIndex(["本町", "乙"]).first_characters() == {"本", "乙"}
