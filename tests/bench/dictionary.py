"""Measures a dictionary: how long a million rows take to import, the file, memory, and addresses a second.

    python tests/bench/dictionary.py [--rows 1000000] [--folder build/dictionary]

The rows are invented: blocks and lots in the layout of 位置参照情報 街区レベル, in a lattice at the points
that the gazetteer has for its towns. Speed and size tell what real files will need; the places mean nothing.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measuring import peak_mb
from tests.unit.geocoding.dictionaries.published import MLIT_BLOCK

from ofdesk.geocoding.answers import kanji_numeral
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.services.dictionaries import DictionaryShelf, load_geocoder
from ofdesk.services.dictionary_import import DictionaryImport

_ASKED = 8_000
_NORTH_DEG, _EAST_DEG = 0.0008, 0.001  # some 90 m each


def rows(gazetteer: Gazetteer) -> Iterator[tuple[list[object], str]]:
    """Yield rows of the file, each with an address in its block."""
    for municipality in gazetteer.municipalities():
        if municipality.wards:
            continue
        table = gazetteer.towns(municipality.number)
        for town, name in enumerate(table.names):
            for chome in (table.chomes(town) or b"\0") if name else b"":
                point = table.point(town, chome)
                full = name + (f"{kanji_numeral(chome)}丁目" if chome else "")
                blocks = min(10, max(2, table.radius_m(town, chome) // 80)) + 1
                for number in range(1, blocks + 1):
                    lat = f"{point.lat_deg + number // 4 * _NORTH_DEG:.6f}"
                    lon = f"{point.lon_deg + number % 4 * _EAST_DEG:.6f}"
                    place = [
                        municipality.prefecture,
                        municipality.full_name,
                        full,
                        "",
                        number,
                        6,
                        0,
                        0,
                        lat,
                        lon,
                    ]
                    yield [*place, int(chome > 0), 1, 0, 0], f"{municipality.canonical}{full}{number}-3"


def write(path: Path, count: int) -> list[str]:
    """Write a file of so many rows; return some addresses in it."""
    rng, asked = random.Random(1), []  # the same addresses on every run
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("00_2024.csv", "w") as raw:
        text = io.TextIOWrapper(raw, "cp932", errors="replace", newline="")
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerow(MLIT_BLOCK.split(","))
        for done, (row, address) in enumerate(rows(Gazetteer()), start=1):
            writer.writerow(row)
            if rng.random() < 2 * _ASKED / count:
                asked.append(address)
            if done == count:
                break
        text.flush()
        text.detach()
    rng.shuffle(asked)
    return asked[:_ASKED]


def speed(matcher: AddressMatcher, addresses: list[str]) -> tuple[float, Counter[str]]:
    """Return addresses a second, the towns being decoded already, and the levels reached."""
    levels = Counter(matcher.match(address).level.value for address in addresses)
    started = time.perf_counter()
    for address in addresses:
        matcher.match(address)
    return len(addresses) / (time.perf_counter() - started), levels


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path("build/dictionary"))
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    source = arguments.folder / "blocks.zip"
    addresses = write(source, arguments.rows)
    print(f"zip                  {source.stat().st_size / 1e6:.1f} MB")
    before_mb = peak_mb()
    shelf = DictionaryShelf(arguments.folder)
    started = time.perf_counter()
    report = DictionaryImport(shelf).run([source], "measured")
    took_s = time.perf_counter() - started
    (entry,) = [entry for entry in shelf.entries() if entry.name == "measured"]
    print(f"rows                 {report.read:,}, taken {report.taken:,}, refused {dict(report.reasons)}")
    print(f"import               {took_s:.1f} s, {report.read / took_s:,.0f} rows/s")
    print(f"peak memory          {peak_mb():.0f} MB, before the import {before_mb:.0f} MB")
    each = entry.size_bytes / report.numbers
    print(f"file                 {entry.size_bytes / 1e6:.1f} MB, {each:.0f} bytes a number")
    for name, folder in (
        ("without dictionary", arguments.folder / "none"),
        ("with dictionary", arguments.folder),
    ):
        rate, levels = speed(load_geocoder(None, folder).matcher, addresses)
        print(f"{name:20} {rate:,.0f} addresses/s, {dict(levels)}")
    shelf.remove("measured")
    source.unlink()


if __name__ == "__main__":
    main()
