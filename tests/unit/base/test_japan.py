"""The prefectures and regions every other table is made from."""

from __future__ import annotations

from collections import Counter

import pytest

from ofdesk.base.japan import PREFECTURES, REGIONS, prefecture_at_start, prefecture_named


def test_there_are_47_in_the_order_of_their_codes() -> None:
    assert [prefecture.code for prefecture in PREFECTURES] == [f"{number:02}" for number in range(1, 48)]
    assert len({prefecture.name for prefecture in PREFECTURES}) == 47
    assert len({prefecture.romaji for prefecture in PREFECTURES}) == 47


def test_names_have_the_right_endings() -> None:
    endings = Counter(prefecture.name[-1] for prefecture in PREFECTURES)
    assert endings == {"道": 1, "都": 1, "府": 2, "県": 43}
    assert all(p.reading[-1] in "うとふん" for p in PREFECTURES)


def test_every_region_has_its_prefectures() -> None:
    # 1 + 6 + 11 (関東 with 新潟 山梨 長野 静岡) + 5 (中部) + 7 (近畿 with 福井) + 5 + 4 + 7 + 1 = 47
    found = Counter(prefecture.region for prefecture in PREFECTURES)
    assert [found[region] for region in REGIONS] == [1, 6, 11, 5, 7, 5, 4, 7, 1]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("大阪府八尾市本町", "大阪府"), ("神奈川県横浜市", "神奈川県"), ("和歌山県海南市", "和歌山県"),
        ("京都府京都市", "京都府"), ("東京都大田区", "東京都"),
    ],
)  # fmt: skip
def test_an_address_begins_with_its_prefecture(address: str, name: str) -> None:
    found = prefecture_at_start(address)
    assert found is not None
    assert found.name == name
    assert prefecture_named(name) is found


@pytest.mark.parametrize("text", ["", "八尾市本町", "大阪", "〒581-0003 大阪府八尾市"])
def test_other_texts_begin_with_none(text: str) -> None:
    assert prefecture_at_start(text) is None
    assert prefecture_named(text) is None
