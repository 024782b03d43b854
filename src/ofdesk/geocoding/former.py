"""Finds the towns of a former municipality among those of its heir.

Owns how towns were renamed in mergers: with the former name in front (水口町名坂, 柿崎区柿崎), with a 町
behind (市波町), with both (京北周山町).
"""

from __future__ import annotations

import re

from ofdesk.geocoding import parser
from ofdesk.geocoding.normalise import Folded
from ofdesk.geocoding.parser import Ending, FoundTown
from ofdesk.geocoding.towns import TownHit, TownTable

_WRITTEN_TOWN = re.compile("(?:大字)?([^0-9-]{1,12}?)(?=大?字|小字|[0-9-]|$)")
_SHORT = 2  # characters of a long name that a town may keep: 三島宮川 of 伊予三島市


def find_town_of_former(table: TownTable, folded: Folded, start: int, end: int) -> FoundTown | None:
    """Return the town that an address with a former municipality means, None when the heir has none such.

    Args:
        start, end: where the former municipality's name stands.
    """
    name = _without_county(folded.text[start:end])
    stem = name[:-1]
    best = _with_prefix(table, folded, end, (name, stem + "区", stem + "町", stem))
    if best is not None and best.hit.end > end:
        return best
    plain = () if _keep_name(table, name) else ("",)
    return _with_suffix(table, folded, end, (*plain, stem, stem + "町", stem + "区", stem[-_SHORT:])) or best


def keep_former_name(table: TownTable, written: str) -> bool:
    """Tell whether the heir's towns bear the former name, so that a bare name is another town."""
    return _keep_name(table, _without_county(written))


def _keep_name(table: TownTable, name: str) -> bool:
    district = name[:-1] + "区"
    keys = table.keys()
    return any(len(key) > len(name) and key.startswith((name, district)) for key in keys)


def _without_county(name: str) -> str:
    county_end = name.find("郡", 1) + 1
    return name[county_end:] if 0 < county_end < len(name) - 1 else name


def _with_prefix(
    table: TownTable, folded: Folded, end: int, prefixes: tuple[str, ...]
) -> FoundTown | None:
    """Look for the town with the former name in front; of exactly that name only when no other follows."""
    behind = tuple([folded.source_end(at + 1) for at in range(end, len(folded.text))])
    best: FoundTown | None = None
    for prefix in prefixes:
        offsets = (folded.source_end(end),) * len(prefix) + behind
        joined = Folded(prefix + folded.text[end:], folded.source, offsets)
        found = parser.find_town(table, joined, 0)
        if found is None or found.hit.end < len(prefix):
            continue
        whole = found.hit.end == len(prefix)
        if whole and (prefix is not prefixes[0] or found.ending is not Ending.CLEAN):
            continue
        moved = found._replace(hit=found.hit._replace(end=found.hit.end + end - len(prefix)))
        if best is None or moved.hit.end > best.hit.end:
            best = moved
    return best


def _with_suffix(
    table: TownTable, folded: Folded, end: int, prefixes: tuple[str, ...]
) -> FoundTown | None:
    """Look for the town that gained a 町 behind its name, or kept a part of the former name in front."""
    written = _WRITTEN_TOWN.match(folded.text, end)
    if written is None:
        return None
    keys = table.keys()
    for prefix in prefixes:
        for suffix in ("町", "") if prefix else ("町",):
            town = keys.get(prefix + written[1] + suffix)
            if town is not None:
                return FoundTown(TownHit(town, written.end(1), loose=True), Ending.CLEAN)
    return None
