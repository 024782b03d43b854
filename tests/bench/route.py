"""Measures the walk that numbers factories, and compares it with the walk of the nearest neighbour.

    python -m tests.bench.route [--seed 1]

Places are drawn evenly from a degree by a degree, or stand around towns.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time

from ofdesk.base.geometry import GeoPoint
from ofdesk.booklet import route

_RUNS = 15  # lengths of single walks differ by some percent
_TOWN_SPREAD_DEG = 0.01
_PER_TOWN = 60


def even(count: int, rng: random.Random) -> tuple[GeoPoint, ...]:
    """Return places anywhere."""
    return tuple(GeoPoint(rng.uniform(34, 35), rng.uniform(135, 136)) for _ in range(count))


def in_towns(count: int, rng: random.Random) -> tuple[GeoPoint, ...]:
    """Return places around the middles of towns."""
    towns = even(max(3, count // _PER_TOWN), rng)
    middles = (rng.choice(towns) for _ in range(count))
    return tuple(
        GeoPoint(rng.gauss(m.lat_deg, _TOWN_SPREAD_DEG), rng.gauss(m.lon_deg, _TOWN_SPREAD_DEG))
        for m in middles
    )


def main() -> int:
    """Walk through invented places and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    print("| places | time | length | nearest neighbour: time | length |\n|---|---:|---:|---:|---:|")
    for count in (100, 1000, 4000):
        for name, drawn in (("even", even), ("in towns", in_towns)):
            times, lengths, plain_times, plain_lengths = [], [], [], []
            for number in range(_RUNS):
                places = drawn(count, random.Random(seed * 1000 + number))
                started = time.perf_counter()
                walk = route.short_route(places)
                times.append(1000 * (time.perf_counter() - started))
                vectors = route._unit_vectors(places)
                started = time.perf_counter()
                plain = route.nearest_neighbour(vectors, walk[0]).tolist()
                plain_times.append(1000 * (time.perf_counter() - started))
                lengths.append(route.length_m(places, walk) / 1000)
                plain_lengths.append(route.length_m(places, plain) / 1000)
            own = f"{statistics.median(times):.0f} ms | {statistics.mean(lengths):,.0f} km"
            other = f"{statistics.median(plain_times):.0f} ms | {statistics.mean(plain_lengths):,.0f} km"
            print(f"| {count:,}, {name} | {own} | {other} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
