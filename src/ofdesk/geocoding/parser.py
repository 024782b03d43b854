"""The grammar of folded addresses below the municipality: postal code, streets, town, number of the 丁目.

Owns what may stand between and behind names. All functions are pure and take folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from ofdesk.geocoding.normalise import Folded
from ofdesk.geocoding.towns import TownHit, TownTable
from ofdesk.geocoding.variants import SEPARATOR, fold_table

_POSTAL_CODE = re.compile("(?:〒|郵便番号)?-?([0-9]{3})-?([0-9]{4})(?![0-9])-?")
_STREET_END = re.compile(
    "(?:[上下]け?る|[東西南北]入る?)(?:[東西南北]側)?(?:[0-9]+(?:丁目|筋目)(?=[^0-9-]))?"
)
_STREETS = re.compile("通")
_STREETS_WITHIN = 60
_SHORTEST_CORNER, _CORNER_WITHIN = 2, 16
_PLACE = re.compile("[市区郡].{2}")
_OFFICE = re.compile("役場|役所|庁舎?|支所|出張所|分庁舎|公民館|図書館|消防")
_PREFIX = re.compile("大字|字")
_INNER_PREFIX_WITHIN = 16
# Words that follow a town's name without belonging to it, though they are no number.
_BEHIND_TOWN = re.compile(
    "大字|小?字|番地?|番外|無番|官有|国有|地先|地内|先$|内$|付近|周辺|他$|ほか$|以下|第[0-9]"
    "|[ぁ-ん甲乙丙戊己庚辛](?=[0-9-])"  # lots counted by イロハ or 甲乙丙
)
_NUMBERED_LINE = re.compile("[0-9]+[東西南北]?線")  # 上佐幌1西線 is another town than 上佐幌
_LENGTHENS = frozenset("町村通丁条筋")
_NUMBER = re.compile("([0-9]{1,3})(丁目|丁|(?=-|の[0-9])|$|(?![0-9番地線号条階f]))")
_NUMBER_GROUPS = re.compile("[0-9]+(?:[-の][0-9]+)*")
_ANY_NUMBER = re.compile("[0-9]")
_JOINERS = "-の"


class Ending(Enum):
    """How an address goes on behind a town's name."""

    CLEAN = 1  # with a number, a break, a word that is no name
    UNCLEAR = 2  # with a name: a 小字, a building, or a longer name that is not known
    LENGTHENED = 3  # with what makes it another name: 本町 in 本町通


class FoundTown(NamedTuple):
    """A town found in an address, with what was noticed on the way."""

    hit: TownHit
    ending: Ending


class FoundChome(NamedTuple):
    """The number behind a town: 0 when it is no 丁目, where it ends, and where what follows it starts."""

    number: int
    end: int
    next: int = 0
    written: bool = False
    unknown: bool = False
    ambiguous: bool = False


def read_postal_code(text: str) -> tuple[str, int]:
    """Return the code in front of an address (seven digits, or empty) and where the address starts."""
    match = _POSTAL_CODE.match(text)
    return (match[1] + match[2], match.end()) if match else ("", 0)


def find_town(table: TownTable, folded: Folded, start: int) -> FoundTown | None:
    """Return the town whose name stands at the place: exactly, with 字 left out or put in, or loosely."""
    text = folded.text
    best = _first_fitting(table.find(text, start), folded, start)
    if prefix := _PREFIX.match(text, start):
        best = _longer(_first_fitting(table.find(text, prefix.end()), folded, prefix.end()), best)
    best = _longer(best, _find_across_prefix(table, folded, start))
    if best is None or best.ending is Ending.UNCLEAR:
        loose = table.find_loosely(text, start)
        if loose is not None and ending(folded, start, loose.end) is Ending.CLEAN:
            return FoundTown(loose, Ending.CLEAN)
    return best


def find_town_behind_streets(table: TownTable, folded: Folded, start: int) -> FoundTown | None:
    """Return the town behind Kyoto's 「四条通寺町東入」, the last street corner first."""
    corners = [match.end() for match in _STREET_END.finditer(folded.text, start, start + _STREETS_WITHIN)]
    for corner in reversed(corners):
        found = find_town(table, folded, corner)
        if found is not None:
            return found
    return None


def find_town_at_corner(table: TownTable, folded: Folded, start: int) -> FoundTown | None:
    """Return the town behind a corner in Kyoto named without 通 and 上る: 三条高倉東片町623."""
    if has_streets(folded.text, start):
        return None
    for at in range(start + 1, min(start + _CORNER_WITHIN, len(folded.text))):
        if is_separated(folded, at):
            return None
        if at < start + _SHORTEST_CORNER:
            continue
        found = _first_fitting(table.find(folded.text, at), folded, at)
        if found is not None and found.hit.end - at > 1 and _ANY_NUMBER.match(folded.text, found.hit.end):
            return found
    return None


def names_place(text: str) -> bool:
    """Tell whether a text may hold an address of its own."""
    return _PLACE.search(text) is not None


def is_office(text: str, end: int) -> bool:
    """Tell whether a municipality's name is part of a building's: 竹富町役場 stands in 石垣市."""
    return _OFFICE.match(text, end) is not None


def has_streets(text: str, start: int) -> bool:
    """Tell whether a way to a street corner is described."""
    end = start + _STREETS_WITHIN
    return bool(_STREET_END.search(text, start, end) or _STREETS.search(text, start, end))


def _starts(text: str, start: int) -> Iterator[int]:
    prefix = _PREFIX.match(text, start)
    if prefix:
        yield prefix.end()
    yield start


def _longer(one: FoundTown | None, other: FoundTown | None) -> FoundTown | None:
    if one is None or other is None:
        return one or other
    return other if other.hit.end > one.hit.end else one


def _first_fitting(hits: Iterator[TownHit], folded: Folded, start: int) -> FoundTown | None:
    for hit in hits:
        how = ending(folded, start, hit.end)
        if how is not Ending.LENGTHENED:
            return FoundTown(hit, how)
    return None


def _find_across_prefix(table: TownTable, folded: Folded, start: int) -> FoundTown | None:
    """Look for a name the address parts with a 字 that the gazetteer leaves out (大沢字五郎沢)."""
    text = folded.text
    if text.find("字", start + 1, start + _INNER_PREFIX_WITHIN) < 0:
        return None
    prefix = _PREFIX.search(text, start + 1, start + _INNER_PREFIX_WITHIN)
    if prefix is None or text[prefix.start() - 1] == "文":
        return None
    width = prefix.end() - prefix.start()
    joined = text[: prefix.start()] + text[prefix.end() :]
    for at in _starts(joined, start):
        across = (
            hit._replace(end=hit.end + width) for hit in table.find(joined, at) if hit.end > prefix.start()
        )
        found = _first_fitting(across, folded, at)
        if found is not None:
            return found
    return None


def ending(folded: Folded, start: int, end: int) -> Ending:
    """Tell how the address goes on behind a name that stands from `start` to `end`."""
    text = folded.text
    if end >= len(text):
        return Ending.CLEAN
    following = text[end]
    if following.isdigit():
        if text[end - 1].isdigit():
            return Ending.LENGTHENED
        return Ending.UNCLEAR if _NUMBERED_LINE.match(text, end) else Ending.CLEAN
    if following.isascii() or _BEHIND_TOWN.match(text, end) or is_separated(folded, end):
        return Ending.CLEAN
    if following in _LENGTHENS or end - start < 2:
        return Ending.LENGTHENED
    return Ending.UNCLEAR


def is_separated(folded: Folded, end: int) -> bool:
    """Tell whether a space or a mark stands in the typed text at a place of the folded one."""
    if folded.offsets is None:
        return False
    behind = folded.source[folded.source_end(end) : folded.source_end(end) + 1]
    return bool(behind) and (behind == SEPARATOR or fold_table().get(ord(behind)) == SEPARATOR)


def among_namesakes(
    table: TownTable, found: FoundTown, folded: Folded, start: int, *, exact: bool = False
) -> FoundTown | None:
    """Return which of several towns that fold to one name is meant (大字石田, 石田一丁目), None if unclear.

    The name as typed decides, then the number: a 丁目 belongs to the town that has it, a 番地 that is none
    to the one without.

    Args:
        start: where the municipality's name ends.
        exact: the name is known to be written as the gazetteer has it.
    """
    group = table.namesakes(found.hit.town)
    if not group:
        return found
    written = folded.source[folded.source_end(start) : folded.source_end(found.hit.end)].strip()
    spelled = [town for town in group if table.names[town] == written]
    prefixed = any(_PREFIX.search(table.names[town]) for town in group)
    if spelled and (exact or not prefixed or _PREFIX.search(written)):
        return found._replace(hit=found.hit._replace(town=spelled[0]))
    counted = [town for town in group if table.chomes(town)]
    plain = [town for town in group if not table.chomes(town)]
    for town in counted:
        chome = read_chome(folded.text, found.hit.end, table.chomes(town), plain_lots=True)
        if chome.number:
            return found._replace(hit=found.hit._replace(town=town))
        if chome.ambiguous:
            return None
    numbered = _ANY_NUMBER.match(folded.text, found.hit.end)
    if len(plain) == 1 and counted and numbered:
        return found._replace(hit=found.hit._replace(town=plain[0]))
    return None


def read_chome(text: str, start: int, chomes: bytes, *, plain_lots: bool = False) -> FoundChome:
    """Read the number behind a town as that of a 丁目, where the town has such.

    Args:
        chomes: the numbers the town has.
        plain_lots: whether the town also has lots that belong to no 丁目.
    """
    match = _NUMBER.match(text, start)
    if match is None:
        return FoundChome(0, start)
    number, end = int(match[1]), match.end()
    written = match[2] != ""
    if not 0 < number < 256 or number not in chomes:
        return FoundChome(0, start, unknown=written)
    if not written and plain_lots and _count_groups(text, start) < 3:
        return FoundChome(0, start, ambiguous=True)
    joined = not written and text[end : end + 1] != "" and text[end] in _JOINERS
    return FoundChome(number, end, end + joined, written)


def _count_groups(text: str, start: int) -> int:
    match = _NUMBER_GROUPS.match(text, start)
    return len(re.split(f"[{_JOINERS}]", match.group())) if match else 0
