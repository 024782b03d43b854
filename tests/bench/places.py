"""Measures the checks of places over a large catalogue, and how many points a second find their place.

    python -m tests.bench.places [--factories 10000] [--seed 1]

Addresses are the gazetteer's own towns with invented numbers; pins lie up to 200 m from the town's point.
Times are of the processor.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.bench.make_catalogue import make_catalogue
from tests.bench.measuring import RUNS

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import apply, set_field
from ofdesk.model.parts import Location
from ofdesk.model.records import Factory, Record
from ofdesk.model.validation import CheckMemory, check_catalogue
from ofdesk.services.geocoder import reverse_geocoder
from ofdesk.services.known_places import KnownPlaces
from ofdesk.services.program_map import program_map
from ofdesk.storage.photo_store import PhotoStore

_JITTER_DEG = 0.002


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of one call, which other programs on the machine do not stretch."""
    started = time.process_time()
    work()
    return time.process_time() - started


def median_seconds(work: Callable[[], object]) -> float:
    """Return the median of some calls."""
    return statistics.median(seconds(work) for _ in range(RUNS))


def settled(catalogue: Catalogue, gazetteer: Gazetteer, rng: random.Random) -> Catalogue:
    """Return the catalogue with its factories at addresses that there are."""
    municipalities = [
        one for one in gazetteer.municipalities() if not one.wards and len(gazetteer.towns(one.number))
    ]
    records: list[Record] = []
    for record in catalogue:
        if isinstance(record, Factory):
            municipality = rng.choice(municipalities)
            table = gazetteer.towns(municipality.number)
            town = rng.randrange(len(table))
            point, codes = table.point(town), table.postal_codes(town)
            lot = f"{rng.randint(1, 9)}-{rng.randint(1, 30)}"
            record = dataclasses.replace(
                record,
                address=f"{municipality.canonical}{table.names[town]}{lot}",
                postal_code=f"{codes[0][:3]}-{codes[0][3:]}" if codes else "",
                location=Location(
                    lat_deg=round(point.lat_deg + rng.uniform(-_JITTER_DEG, _JITTER_DEG), 6),
                    lon_deg=round(point.lon_deg + rng.uniform(-_JITTER_DEG, _JITTER_DEG), 6),
                    level="point",
                ),
            )
        records.append(record)
    return Catalogue.of(records, catalogue.project, catalogue.booklet)


def measure_checks(catalogue: Catalogue, matcher: AddressMatcher) -> None:
    """Print how long the checks take at first, and after one edit."""
    places, memory = KnownPlaces(matcher, program_map), CheckMemory()
    first_s = seconds(lambda: check_catalogue(catalogue, places, memory=memory))
    factory = next(iter(catalogue.all_of(Factory)))
    edited = apply(catalogue, set_field(factory, "address", factory.address + "9"))
    again_s = median_seconds(lambda: check_catalogue(edited, places, memory=memory))
    found = Counter(problem.code for problem in check_catalogue(edited, places, memory=memory))
    print(f"checks of {len(catalogue)} records: first {first_s:.2f} s, after an edit {again_s:.2f} s")
    for code, count in found.most_common():
        print(f"  {code}: {count}")


def measure_reverse(points: list[GeoPoint]) -> None:
    """Print how many points a second find their place, the second time."""
    geocoder = reverse_geocoder()
    first_s = seconds(lambda: [geocoder.place_at(point) for point in points])
    again_s = median_seconds(lambda: [geocoder.place_at(point) for point in points])
    print(f"reverse: first {len(points) / first_s:,.0f}, again {len(points) / again_s:,.0f} points a second")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Measure the checks of places.")
    parser.add_argument("--factories", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    matcher = AddressMatcher()
    with tempfile.TemporaryDirectory() as folder:
        made = make_catalogue(100, arguments.factories, 0, arguments.seed, PhotoStore(Path(folder)))
    print("invented addresses, pins anywhere")
    measure_checks(made, matcher)
    print("real towns, pins near them")
    catalogue = settled(made, matcher.gazetteer, random.Random(arguments.seed))
    measure_checks(catalogue, matcher)
    pins = [factory.location.point for factory in catalogue.all_of(Factory) if factory.location is not None]
    measure_reverse([point for point in pins if point is not None][:2000])


if __name__ == "__main__":
    main()
