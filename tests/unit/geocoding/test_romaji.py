"""Latin spelling of readings."""

from __future__ import annotations

import pytest

from ofdesk.geocoding.romaji import romaji_of


@pytest.mark.parametrize(
    ("reading", "romaji"),
    [
        ("サイワイチョウ", "Saiwaicho"),
        ("ホンマチ", "Hommachi"),
        ("キッショウイン", "Kisshoin"),
        ("イッチョウダ", "Itchoda"),
        ("ジュウジョウ", "Jujo"),
        ("シンジュク", "Shinjuku"),
        ("ニュータウン", "Nyutaun"),
        ("フォレスト", "Foresuto"),
        ("おおさか", "Osaka"),
        ("", ""),
    ],
)
def test_reading_in_latin_letters(reading: str, romaji: str) -> None:
    assert romaji_of(reading) == romaji
