"""Measures the geocoder against careless spellings: parts left out, numerals, company names, typing errors.

    python -m tests.bench.geocode_spellings [--addresses 5000] [--seed 1] [--examples 3]

The addresses are the gazetteer's own towns. *Right* is the town (and 丁目) meant; *coarser* an honest answer
above it; *asked* no point but alternatives; *unknown* neither; *near* another town whose circle holds the
place; *told* another town with the note that the name goes on; *wrong* another town, surely and falsely.
A misspelt name that happens to be another town of the municipality is left out.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.answers import kanji_numeral, town_name
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality
from ofdesk.geocoding.match import Level, Match, Note
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.geocoding.normalise import fold_name

_VERDICTS = ("right", "coarser", "asked", "unknown", "near", "told", "wrong")
_WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
_DASHES = "‐‑–—―−ー－ｰ─"
_ALIKE = ("太大犬", "末未", "土士", "東束", "石右", "田由", "日目", "木本", "見貝", "原源", "谷各", "堀掘",
          "宮官", "川州", "上止", "野理", "島鳥", "崎埼", "町丁", "井共", "沢択", "山出", "千干")  # fmt: skip
_RARE = "亀麦浅芝竜杉梅梶汐湊"
_HALLS = ("鯖江市民ホール", "大阪府立図書館", "中央区民センター", "東京製綱所", "北海道物産館", "京都市場")
_COMPANIES = ("株式会社見本製作所", "（有）見本鉄工", "見本工業㈱", "見本市場協同組合", "合同会社みほん")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a town of the gazetteer, and the numbers an address in it ends with."""

    municipality: Municipality
    town: int
    name: str
    chome: int
    suffix: str
    lot: int
    sub_lot: int
    point: GeoPoint
    postal_code: str

    @property
    def area(self) -> str:
        """Prefecture to municipality."""
        return self.municipality.canonical

    @property
    def numbers(self) -> str:
        """The numbers behind the name, joined by hyphens."""
        lots = f"{self.lot}-{self.sub_lot}"
        return f"{self.chome}-{lots}" if self.chome else lots

    def with_name(self, name: str, area: str = "") -> str:
        """The address with another name of the town or the municipality."""
        return (area or self.area) + name + self.numbers


Spelling = Callable[[Place, random.Random], str | None]  # None: it cannot be misspelt so


def sample(gazetteer: Gazetteer, count: int, rng: random.Random) -> list[Place]:
    """Return places drawn evenly over all towns."""
    towns = [
        (municipality, town)
        for municipality in gazetteer.municipalities()
        if not municipality.wards
        for town, name in enumerate(gazetteer.towns(municipality.number).names)
        if name
    ]
    places = []
    for municipality, town in rng.sample(towns, min(count, len(towns))):
        table = gazetteer.towns(municipality.number)
        chomes = table.chomes(town)
        chome = rng.choice(list(chomes)) if chomes else 0
        codes = table.postal_codes(town, chome)
        lots = rng.randint(1, 30), rng.randint(1, 20)
        places.append(
            Place(
                municipality,
                town,
                table.names[town],
                chome,
                table.chome_suffix(town),
                *lots,
                table.point(town, chome),
                codes[0] if codes else "",
            )
        )
    return places


def _without_county(place: Place, rng: random.Random) -> str | None:
    municipality = place.municipality
    if not municipality.county:
        return None
    return place.with_name(place.name, municipality.prefecture + municipality.name)


def _numbered(place: Place, chome: str, lots: str) -> str:
    return place.area + place.name + (chome + place.suffix if place.chome else "") + lots


def _other_dash(place: Place, rng: random.Random) -> str:
    return place.area + place.name + place.numbers.replace("-", rng.choice(_DASHES))


def _unknown_small_area(place: Place, rng: random.Random) -> str | None:
    if place.chome:
        return None
    return (
        place.area
        + "大字"
        + place.name.removeprefix("大字")
        + "字"
        + rng.choice("架仮想")
        + "前"
        + place.numbers
    )


def _wrong_code(place: Place, rng: random.Random) -> str:
    return f"〒{rng.randint(10, 999):03}-{rng.randint(1, 9999):04} " + place.with_name(place.name)


def _code(place: Place, rng: random.Random) -> str | None:
    if not place.postal_code:
        return None
    return f"〒{place.postal_code[:3]}-{place.postal_code[3:]}　" + place.with_name(place.name)


def _replaced(name: str, at: int, char: str) -> str:
    return name[:at] + char + name[at + 1 :]


def _random_typo(place: Place, rng: random.Random) -> str:
    return place.with_name(_replaced(place.name, rng.randrange(len(place.name)), rng.choice(_RARE)))


def _alike(name: str, rng: random.Random) -> str | None:
    spots = [(at, group) for at, char in enumerate(name) for group in _ALIKE if char in group]
    if not spots:
        return None
    at, group = rng.choice(spots)
    return _replaced(name, at, rng.choice(group.replace(name[at], "")))


def _alike_town(place: Place, rng: random.Random) -> str | None:
    name = _alike(place.name, rng)
    return place.with_name(name) if name else None


def _alike_municipality(place: Place, rng: random.Random) -> str | None:
    municipality = place.municipality
    name = _alike(municipality.name[:-1], rng)
    return _with_municipality(place, name) if name else None


def _alike_alone(place: Place, rng: random.Random) -> str | None:
    text = _alike_municipality(place, rng)
    return text.removeprefix(place.municipality.prefecture) if text else None


def _random_municipality(place: Place, rng: random.Random) -> str:
    name = place.municipality.name[:-1]
    return _with_municipality(place, _replaced(name, rng.randrange(len(name)), rng.choice(_RARE)))


def _with_municipality(place: Place, name: str) -> str:
    municipality = place.municipality
    return place.with_name(
        place.name, municipality.prefecture + municipality.county + name + municipality.name[-1]
    )


def _cut_town(place: Place, rng: random.Random) -> str | None:
    return place.area + place.name[:-1] if len(place.name) > 2 else None


def _swapped(place: Place, rng: random.Random) -> str | None:
    name = place.name
    if len(name) < 3:
        return None
    at = rng.randrange(len(name) - 1)
    return place.with_name(name[:at] + name[at + 1] + name[at] + name[at + 2 :])


def _wrong_prefecture(place: Place, rng: random.Random) -> str:
    others = [
        name for name in ("大阪府", "愛知県", "福岡県", "北海道") if name != place.municipality.prefecture
    ]
    return place.with_name(place.name, rng.choice(others) + place.municipality.full_name)


SPELLINGS: dict[str, Spelling] = {
    "as in the gazetteer": lambda p, rng: p.with_name(p.name),
    "without prefecture": lambda p, rng: p.with_name(p.name, p.municipality.full_name),
    "without county": _without_county,
    "without both": lambda p, rng: (
        p.with_name(p.name, p.municipality.name) if p.municipality.county else None
    ),
    "一丁目2番3号": lambda p, rng: _numbered(p, kanji_numeral(p.chome), f"{p.lot}番{p.sub_lot}号"),
    "１丁目２番地の３": lambda p, rng: _numbered(p, str(p.chome), f"{p.lot}番地の{p.sub_lot}").translate(
        _WIDE
    ),
    "1丁目2番地3": lambda p, rng: _numbered(p, str(p.chome), f"{p.lot}番地{p.sub_lot}"),
    "other dashes": _other_dash,
    "1の2の3": lambda p, rng: p.area + p.name + p.numbers.replace("-", "の"),
    "一―二―三": lambda p, rng: (
        p.area + p.name + "―".join(kanji_numeral(int(n)) for n in p.numbers.split("-"))
    ),
    "イ12": lambda p, rng: None if p.chome else f"{p.area}{p.name}{rng.choice('イロハ甲乙')}{p.lot}番地",
    "building and floor": lambda p, rng: p.with_name(p.name) + " 見本ビル3階301号室",
    "floor at once": lambda p, rng: p.with_name(p.name) + "見本第2ビル5F",
    "company before": lambda p, rng: f"{rng.choice(_COMPANIES)}　{p.with_name(p.name)}",
    "company at once": lambda p, rng: rng.choice(_COMPANIES) + p.with_name(p.name),
    "company, no prefecture": lambda p, rng: (
        f"{rng.choice(_COMPANIES)}　{p.with_name(p.name, p.municipality.full_name)}"
    ),
    "hall of another place before": lambda p, rng: f"{rng.choice(_HALLS)} {p.with_name(p.name)}",
    "hall behind": lambda p, rng: f"{p.with_name(p.name)} {rng.choice(_HALLS)}",
    "住所: before": lambda p, rng: "住所：" + p.with_name(p.name),
    "postal code": _code,
    "wrong postal code": _wrong_code,
    "大字 put in": lambda p, rng: (
        p.with_name("大字" + p.name) if p.name[:2] != "大字" and not p.chome else None
    ),
    "unknown 小字": _unknown_small_area,
    "brackets and newline": lambda p, rng: p.with_name(p.name) + "（本社）\n",
    "newline inside": lambda p, rng: f"{p.area}\n{p.name}\r\n{p.numbers}",
    "commas": lambda p, rng: f"{p.municipality.prefecture},{p.municipality.full_name},{p.name},{p.numbers}",
    "spaces": lambda p, rng: f"{p.municipality.prefecture}　{p.municipality.full_name} {p.name}　{p.numbers}",
    "numbers left out": lambda p, rng: p.area + p.name,
    "last character cut": _cut_town,
    "any wrong character": _random_typo,
    "look-alike in town": _alike_town,
    "look-alike in municipality": _alike_municipality,
    "the same, no prefecture": _alike_alone,
    "any wrong in municipality": _random_municipality,
    "characters swapped": _swapped,
    "wrong prefecture, never right": _wrong_prefecture,
}
_CHANGES_NAME = {"last character cut", "any wrong character", "look-alike in town", "characters swapped"}


def means_another_town(gazetteer: Gazetteer, place: Place, text: str) -> bool:
    """Tell whether a misspelt town is, whole, the name of another town of the municipality."""
    rest = fold_name(text.removeprefix(place.area))
    rest = rest.removeprefix("大").removeprefix("字") if rest.startswith(("大字", "字")) else rest
    table = gazetteer.towns(place.municipality.number)
    return any(
        table.names[hit.town] != place.name and _ends_there(rest, hit.end) for hit in table.find(rest, 0)
    )


def _ends_there(folded: str, end: int) -> bool:
    return end == len(folded) or folded[end].isdigit()


def judge(place: Place, match: Match) -> str:
    """Return one of the verdicts."""
    if match.point is None:
        return "asked" if match.alternatives else "unknown"
    if match.level.depth < Level.TOWN.depth:
        return "coarser" if match.municipality_code in ("", place.municipality.code) else _away(place, match)
    if match.municipality_code == place.municipality.code and match.town == place.name:
        if match.chome == place.chome:
            return "right"
        return "coarser" if not match.chome else _away(place, match)
    return _away(place, match)


def _away(place: Place, match: Match) -> str:
    assert match.point is not None
    if match.point.distance_m(place.point) <= match.radius_m:
        return "near"
    return "told" if Note.TOWN_CONTINUES in match.notes else "wrong"


def measure(
    matcher: AddressMatcher, places: list[Place], title: str, seed: int
) -> tuple[Counter[str], list[str]]:
    """Return how often each verdict fell on one spelling, and the texts that went wrong."""
    rng, spell = random.Random(seed), SPELLINGS[title]
    verdicts: Counter[str] = Counter()
    wrong: list[str] = []
    for place in places:
        text = spell(place, rng)
        if text is None:
            continue
        if title in _CHANGES_NAME and means_another_town(matcher.gazetteer, place, text):
            continue
        match = matcher.match(text)
        verdict = judge(place, match)
        verdicts[verdict] += 1
        if verdict == "wrong":
            table = matcher.gazetteer.towns(place.municipality.number)
            meant = place.area + town_name(table, place.town, place.chome)
            wrong.append(f"    {text!r}: {match.canonical} instead of {meant}")
    return verdicts, wrong


def main() -> None:
    """Print a line for every spelling, with examples of what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--addresses", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=3)
    arguments = parser.parse_args()
    matcher = AddressMatcher()
    places = sample(matcher.gazetteer, arguments.addresses, random.Random(arguments.seed))
    for title in SPELLINGS:
        verdicts, wrong = measure(matcher, places, title, arguments.seed)
        count = max(1, verdicts.total())
        shares = "  ".join(f"{name} {verdicts[name] / count:.2%}" for name in _VERDICTS if verdicts[name])
        print(f"{title:30} {verdicts.total():6,}  {shares}")
        for example in wrong[: arguments.examples]:
            print(example)


if __name__ == "__main__":
    main()
