"""The 47 prefectures with their JIS codes and the regions the booklet is ordered by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

REGIONS = ("hokkaido", "tohoku", "kanto", "chubu", "kinki", "chugoku", "shikoku", "kyushu", "okinawa")
"""Region keys in the order of the booklet; also the palette roles `region.<key>`."""


@dataclass(frozen=True, slots=True)
class Prefecture:
    """A prefecture.

    Attributes:
        code: two digits. Source: JIS X 0401.
        name: official name with 都道府県.
        reading: in hiragana, with the suffix.
        romaji: Hepburn without suffix.
        region: key of `REGIONS`.
    """

    code: str
    name: str
    reading: str
    romaji: str
    region: str


# Regions follow the areas of the bureaus as the booklet's readers know them; 近畿 holds 福井 (2府5県),
# as the Kinki bureau does, and 関東 holds 新潟・山梨・長野・静岡, as the Kanto bureau does.
_TABLE = """
01 北海道 ほっかいどう Hokkaido hokkaido
02 青森県 あおもりけん Aomori tohoku
03 岩手県 いわてけん Iwate tohoku
04 宮城県 みやぎけん Miyagi tohoku
05 秋田県 あきたけん Akita tohoku
06 山形県 やまがたけん Yamagata tohoku
07 福島県 ふくしまけん Fukushima tohoku
08 茨城県 いばらきけん Ibaraki kanto
09 栃木県 とちぎけん Tochigi kanto
10 群馬県 ぐんまけん Gunma kanto
11 埼玉県 さいたまけん Saitama kanto
12 千葉県 ちばけん Chiba kanto
13 東京都 とうきょうと Tokyo kanto
14 神奈川県 かながわけん Kanagawa kanto
15 新潟県 にいがたけん Niigata kanto
16 富山県 とやまけん Toyama chubu
17 石川県 いしかわけん Ishikawa chubu
18 福井県 ふくいけん Fukui kinki
19 山梨県 やまなしけん Yamanashi kanto
20 長野県 ながのけん Nagano kanto
21 岐阜県 ぎふけん Gifu chubu
22 静岡県 しずおかけん Shizuoka kanto
23 愛知県 あいちけん Aichi chubu
24 三重県 みえけん Mie chubu
25 滋賀県 しがけん Shiga kinki
26 京都府 きょうとふ Kyoto kinki
27 大阪府 おおさかふ Osaka kinki
28 兵庫県 ひょうごけん Hyogo kinki
29 奈良県 ならけん Nara kinki
30 和歌山県 わかやまけん Wakayama kinki
31 鳥取県 とっとりけん Tottori chugoku
32 島根県 しまねけん Shimane chugoku
33 岡山県 おかやまけん Okayama chugoku
34 広島県 ひろしまけん Hiroshima chugoku
35 山口県 やまぐちけん Yamaguchi chugoku
36 徳島県 とくしまけん Tokushima shikoku
37 香川県 かがわけん Kagawa shikoku
38 愛媛県 えひめけん Ehime shikoku
39 高知県 こうちけん Kochi shikoku
40 福岡県 ふくおかけん Fukuoka kyushu
41 佐賀県 さがけん Saga kyushu
42 長崎県 ながさきけん Nagasaki kyushu
43 熊本県 くまもとけん Kumamoto kyushu
44 大分県 おおいたけん Oita kyushu
45 宮崎県 みやざきけん Miyazaki kyushu
46 鹿児島県 かごしまけん Kagoshima kyushu
47 沖縄県 おきなわけん Okinawa okinawa
"""

PREFECTURES: tuple[Prefecture, ...] = tuple(Prefecture(*line.split()) for line in _TABLE.split("\n") if line)
PREFECTURE_NAMES: tuple[str, ...] = tuple(prefecture.name for prefecture in PREFECTURES)
_BY_NAME = {prefecture.name: prefecture for prefecture in PREFECTURES}


def prefecture_named(name: str) -> Prefecture | None:
    """Return the prefecture of an official name, or None."""
    return _BY_NAME.get(name)


@lru_cache(maxsize=16_384)
def prefecture_at_start(text: str) -> Prefecture | None:
    """Return the prefecture whose official name a text begins with, or None."""
    for length in (3, 4):
        found = _BY_NAME.get(text[:length])
        if found:
            return found
    return None
