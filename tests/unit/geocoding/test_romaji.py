"""Latin spelling of readings."""

from __future__ import annotations

import pytest

from ofdesk.geocoding.romaji import fold_romaji, romaji_of


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


@pytest.mark.parametrize("spelling", ["Ōsaka", "Oosaka", "OSAKA", "o-saka", "Ohsaka"])
def test_spellings_fold_alike(spelling: str) -> None:
    assert fold_romaji(spelling) == "osaka"


def test_n_before_labials_folds_alike() -> None:
    assert fold_romaji("Hommachi") == fold_romaji("Honmachi")
