"""Reads which municipalities were merged or renamed since 1980, and numbers those in their place.

Owns the reading of former_municipalities.csv, which build_former_municipalities.py makes: its rows name a
municipality as addresses wrote it, with its 郡, and what it became, parted by strokes where it was divided.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

FILE = Path(__file__).with_name("former_municipalities.csv")
_PARTED = "/"
_PREFECTURE = re.compile("北海道|東京都|(?:京都|大阪)府|.{2,3}県")

# Prefecture and name of a municipality no longer there → the numbers of those in its place.
Former = list[tuple[str, str, list[int]]]


def read_rows(path: Path = FILE) -> list[dict[str, str]]:
    """Return the rows: prefecture, name, successors, year."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbered(rows: Iterable[dict[str, str]], current: dict[tuple[str, str], list[int]]) -> Former:
    """Return each former municipality with the numbers of those in its place.

    Args:
        current: numbers by prefecture and name, of a designated city those of its wards.

    Raises:
        ValueError: a row names a municipality of today, or leads to none.
    """
    former: Former = []
    for row in rows:
        prefecture, name = row["prefecture"], row["name"]
        if (prefecture, name) in current:
            raise ValueError(f"{prefecture}{name} is still there")
        found: list[int] = []
        for heir in row["successors"].split(_PARTED):
            place = successor(prefecture, heir)
            if place not in current:
                raise ValueError(f"{''.join(place)} is no municipality of today")
            found += [number for number in current[place] if number not in found]
        former.append((prefecture, name, found))
    return former


def successor(prefecture: str, written: str) -> tuple[str, str]:
    """Return prefecture and name of a successor, whose prefecture is written only where it is another."""
    other = _PREFECTURE.match(written)
    if other is None or len(other.group()) == len(written):
        return prefecture, written
    return other.group(), written[other.end() :]
