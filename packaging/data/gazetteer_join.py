"""Joins the points of towns with the postal list: one entry a town, its 丁目 below it.

Owns the traps of the two sources: 大字 and 字 present in one and absent in the other, wards of 浜松 that
changed in 2024, the 丁 of 堺, postal lines of single buildings, towns that only one of the two knows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from gazetteer_sources import PostalArea, TownPoint

from ofdesk.geocoding.normalise import fold_name

Place = tuple[float, float]  # latitude and longitude in degrees

# 浜松市: the wards of 2024-01-01 by those before; 北区 was divided, 三方原 and its neighbours joined 中央区.
SUCCESSORS = {
    "22131": ("22138",),
    "22132": ("22138",),
    "22133": ("22138",),
    "22134": ("22138",),
    "22135": ("22139", "22138"),
    "22136": ("22139",),
    "22137": ("22140",),
}
WITHOUT_TOWN = "（大字なし）"
_CHOME = re.compile("^(.+?)([一二三四五六七八九十]+)(丁目|丁)$")
_SAKAI = ("2714", "堺市")  # the one city whose numbered quarters are called 丁
_PREFIX = re.compile("^(大字|字)")
_INNER_PREFIX = re.compile("大字|(?<=.)(?<!文)字(?=.)")
_CHOME_NOTE = re.compile("^[0-9、〜]+丁目$")
_STREETS = re.compile("通.*(上る|下る|東入|西入)")
_BROKEN_NAME = re.compile("[、〜「」]")
# Lines longer than one field arrive cut: 「穴明２２地割、穴明２」, 「清水ケ野１」 (地割 of 西和賀町).
_CUT_NAME = re.compile("[０-９]+(地割|−|$)")
_WITH_CUT_NAMES = ("03366", "19209")
_WHOLE = ("", "その他", "以下に掲載がない場合", "次のビルを除く")


@dataclass
class Code:
    """A postal code of a town: of all of it, of some 丁目, of a part, or of one building."""

    postal_code: str
    kind: str = ""  # "" whole, ":" 丁目, "~" part, "=" building
    chomes: tuple[int, ...] = ()


@dataclass
class Town:
    """A 大字 or 町 with its 丁目.

    `points` maps the number of each 丁目 to its point, 0 standing for the town itself.
    """

    name: str
    suffix: str = "丁目"
    romaji: str = ""
    kana: str = ""
    points: dict[int, Place] = field(default_factory=dict)
    codes: list[Code] = field(default_factory=list)
    same_named: bool = False
    members: list[Place] = field(default_factory=list)
    neighbours: list[Place] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The folded name without 大字 or 字 in front."""
        return fold_name(_PREFIX.sub("", self.name))

    @property
    def bare_key(self) -> str:
        """The folded name without 大字 or 字 anywhere, as the post writes it."""
        return _INNER_PREFIX.sub("", self.key)


Towns = dict[str, dict[str, Town]]  # municipality code → name → town


def join_towns(points: list[TownPoint], areas: list[PostalArea]) -> Towns:
    """Return the towns of each municipality with readings and postal codes."""
    towns = _towns_of_points(points, areas)
    for code, lines in _by_municipality([_mended(area) for area in areas]).items():
        _add_postal(towns.setdefault(code, {}), lines)
    return towns


def kanji_number(numeral: str) -> int:
    """Return the value of a kanji numeral below 100."""
    return int(fold_name(numeral))


def _by_municipality(areas: list[PostalArea]) -> dict[str, list[PostalArea]]:
    lines: dict[str, list[PostalArea]] = defaultdict(list)
    for area in areas:
        lines[area.municipality_code].append(area)
    return lines


def _mended(area: PostalArea) -> PostalArea:
    cut = _CUT_NAME.search(area.town)
    if area.municipality_code not in _WITH_CUT_NAMES or cut is None:
        return area
    kana = re.sub("[0-9].*$", "", area.kana)
    return replace(area, town=area.town[: cut.start()], kana=kana)


def _towns_of_points(points: list[TownPoint], areas: list[PostalArea]) -> Towns:
    listed = {(area.municipality_code, fold_name(area.town)) for area in areas}
    towns: Towns = {}
    for point in points:
        name, suffix, number = _split_chome(point)
        code = _current_code(point.municipality_code, name, listed)
        town = towns.setdefault(code, {}).setdefault(name, Town(name, suffix))
        place = (point.lat_deg, point.lon_deg)
        town.points[number] = _middle(town.points.get(number, place), place)
        town.romaji = town.romaji or re.sub(r"\s*\d*$", "", point.romaji).strip()
        if number:
            town.suffix = suffix
    return towns


def _middle(one: Place, other: Place) -> Place:
    """Return the place between the halves of a town that lay in two wards before they were joined."""
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _split_chome(point: TownPoint) -> tuple[str, str, int]:
    if point.name == WITHOUT_TOWN:
        return "", "", 0
    match = _CHOME.match(point.name)
    if match is None or (match[3] == "丁" and not point.municipality_code.startswith(_SAKAI[0])):
        return point.name, "丁目", 0
    return match[1], match[3], kanji_number(match[2])


def _current_code(code: str, name: str, listed: set[tuple[str, str]]) -> str:
    successors = SUCCESSORS.get(code)
    if successors is None:
        return code
    key = fold_name(name)
    return next((successor for successor in successors if (successor, key) in listed), successors[0])


def _add_postal(towns: dict[str, Town], lines: list[PostalArea]) -> None:
    """Give the towns of one municipality their readings and codes; add the towns only the post knows."""
    by_key: dict[str, list[Town]] = defaultdict(list)
    for town in towns.values():
        for key in {town.key, town.bare_key}:
            by_key[key].append(town)
    many = _codes_by_town(lines)
    buildings: list[PostalArea] = []
    unmatched: list[PostalArea] = []
    for line in lines:
        if "階" in line.note:
            buildings.append(line)
        elif _BROKEN_NAME.search(line.town):
            _without_town(towns, by_key).codes.append(Code(line.postal_code, "~"))
        elif found := by_key.get(fold_name(line.town)):
            for town in found:
                _add_line(town, line, len(many[line.town]) > 1)
        else:
            unmatched.append(line)
    for line in unmatched:
        key = fold_name(line.town)
        if key not in by_key:
            town = towns.setdefault(line.town, Town(line.town))
            by_key[key].append(town)
        _add_line(by_key[key][0], line, len(many[line.town]) > 1)
    for line in buildings:
        _add_building(by_key, line)
    _add_relatives(towns)


def _codes_by_town(lines: list[PostalArea]) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if "階" not in line.note:
            codes[line.town].add(line.postal_code)
    return codes


def _without_town(towns: dict[str, Town], by_key: dict[str, list[Town]]) -> Town:
    if "" not in towns:
        towns[""] = Town("")
        by_key[""].append(towns[""])
    return towns[""]


def _add_line(town: Town, line: PostalArea, several_codes: bool) -> None:
    town.kana = town.kana or line.kana
    if not several_codes or line.note in _WHOLE:
        code = Code(line.postal_code)
    elif _CHOME_NOTE.match(line.note):
        code = Code(line.postal_code, ":", _chome_numbers(line.note))
    else:
        code = Code(line.postal_code, "~")
        town.same_named = town.same_named or bool(_STREETS.search(line.note))
    if code not in town.codes:
        town.codes.append(code)


def _chome_numbers(note: str) -> tuple[int, ...]:
    """Return the numbers of a note such as 「1、3〜5丁目」."""
    numbers: set[int] = set()
    for part in note.removesuffix("丁目").split("、"):
        first, _, last = part.partition("〜")
        if first.isdigit() and (last or first).isdigit():
            numbers.update(range(int(first), int(last or first) + 1))
    return tuple(sorted(numbers))


def _add_building(by_key: dict[str, list[Town]], line: PostalArea) -> None:
    """Attach the code of a building's floor to the town whose name begins the line's."""
    key = fold_name(line.town)
    for end in range(len(key), 0, -1):
        if found := by_key.get(key[:end]):
            found[0].codes.append(Code(line.postal_code, "="))
            return


def _add_relatives(towns: dict[str, Town]) -> None:
    """Give a town without a point those of the towns inside it, around it or delivered together with it."""
    placed = [town for town in towns.values() if town.points and town.name]
    by_key = {town.key: town for town in placed}
    by_prefix: dict[str, list[Place]] = defaultdict(list)
    for town in placed:
        for code in town.codes:
            by_prefix[code.postal_code[:5]].extend(town.points.values())
    for town in towns.values():
        if town.points or not town.name:
            continue
        key = town.key
        inside = [other for other in placed if other.key.startswith(key)]
        around = next((by_key[key[:end]] for end in range(len(key) - 1, 1, -1) if key[:end] in by_key), None)
        if inside:
            town.members = [place for other in inside for place in other.points.values()]
        elif around is not None:
            town.neighbours = list(around.points.values())
        elif town.codes:
            town.neighbours = by_prefix.get(town.codes[0].postal_code[:5], [])
