"""Reads which municipalities were merged or renamed since 1999, and follows them to those of today.

Owns the file former_municipalities.csv. Its rows name the municipality as addresses wrote it, with its 郡; a
row whose successor was merged again later leads on to that one's successor.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

FILE = Path(__file__).with_name("former_municipalities.csv")
_MOST_STEPS = 5

# Prefecture and name of a municipality no longer there → the numbers of those in its place.
Former = list[tuple[str, str, list[int]]]


def read_rows(path: Path = FILE) -> list[dict[str, str]]:
    """Return the rows: prefecture, name, successor_prefecture, successor, year."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def followed(rows: Iterable[dict[str, str]], current: dict[tuple[str, str], list[int]]) -> Former:
    """Return each former municipality with the numbers of those in its place.

    Args:
        current: numbers by prefecture and name, of a designated city those of its wards.

    Raises:
        ValueError: a row leads to no municipality of today, or to nothing but itself.
    """
    successors: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows:
        old = (row["prefecture"], row["name"])
        successors.setdefault(old, []).append((row["successor_prefecture"], row["successor"]))
    former: Former = []
    for (prefecture, name), heirs in successors.items():
        if (prefecture, name) in current:
            raise ValueError(f"{prefecture}{name} is still there")
        found: list[int] = []
        for heir in heirs:
            found += [number for number in _numbers(heir, successors, current) if number not in found]
        former.append((prefecture, name, found))
    return former


def _numbers(
    heir: tuple[str, str],
    successors: dict[tuple[str, str], list[tuple[str, str]]],
    current: dict[tuple[str, str], list[int]],
) -> list[int]:
    heirs = [heir]
    for _ in range(_MOST_STEPS):
        if all(one in current for one in heirs):
            return [number for one in heirs for number in current[one]]
        heirs = [later for one in heirs for later in ([one] if one in current else successors.get(one, []))]
        if not heirs:
            break
    raise ValueError(f"{heir[0]}{heir[1]} is no municipality of today")
