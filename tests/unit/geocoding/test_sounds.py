"""Keys of sounds: spellings that are read alike give one key."""

from __future__ import annotations

import pytest

from ofdesk.geocoding.sounds import kana_keys, latin_key, latin_key_of_reading


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("Ōsaka-shi", "オオサカシ"),
        ("Oosaka Si", "オオサカシ"),
        ("Ohta-ku", "オオタク"),
        ("Honmachi", "ホンマチ"),
        ("Hommachi", "ホンマチ"),
        ("Chuo-ku", "チュウオウク"),
        ("Kouhoku", "コウホク"),
        ("Itchoda", "イッチョウダ"),
        ("Shin'ichi", "シンイチ"),
        ("Huziyosida", "フジヨシダ"),
        ("Tusima", "ツシマ"),
        ("Oita", "オオイタ"),
        ("Kita 1-jo Nishi", "キタ1ジョウニシ"),
        ("KYŌTO", "キョウト"),
    ],
)
def test_spellings_of_one_sound_give_one_key(written: str, reading: str) -> None:
    assert latin_key(written) == latin_key_of_reading(reading)


def test_sounds_that_differ_keep_their_keys_apart() -> None:
    assert latin_key("Toshima") != latin_key("Tsushima")
    assert latin_key("Kawasaki") != latin_key("Kawazaki")
    assert latin_key("Nihonbashi") != latin_key("Nipponbashi")


def test_kana_of_both_scripts_give_one_key() -> None:
    assert kana_keys(["ヤオシ"]) == kana_keys(["やおし"])
    assert kana_keys(["チヅチョウ"]) == kana_keys(["ちづちょう"])
