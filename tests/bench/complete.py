"""Measures how long the completion of an address takes for one keystroke, towns not read before included.

    python tests/bench/complete.py [--seed 1]

Types one town of every municipality letter by letter, as it is written and as it is read, in mixed order, so
that nearly every municipality is met unread once. Prints p50, p95, p99 and the greatest in milliseconds.
"""

from __future__ import annotations

import argparse
import gc
import random
import time

from ofdesk.geocoding.completion import AddressCompletion
from ofdesk.geocoding.gazetteer import Gazetteer


def typed_texts(seed: int) -> list[list[str]]:
    """Return, for a town of every municipality, the texts that stand in the field after each key."""
    rng, gazetteer = random.Random(seed), Gazetteer()
    runs: list[list[str]] = []
    for place in gazetteer.municipalities():
        table = gazetteer.towns(rng.choice(place.wards) if place.wards else place.number)
        town = rng.randrange(len(table))
        base = rng.choice((place.canonical, place.full_name))
        for name in (table.names[town], table.reading(town)):
            whole = base + name
            runs.append([whole[:length] for length in range(1, len(whole) + 1)])
    rng.shuffle(runs)
    return runs


def main() -> int:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    runs = typed_texts(parser.parse_args().seed)
    gc.disable()  # as in the editor, which collects on a timer
    gazetteer = Gazetteer()
    started = time.perf_counter()
    completion = AddressCompletion(gazetteer)
    print(f"prepared in {(time.perf_counter() - started) * 1000:.0f} ms")
    times_ms: list[float] = []
    for run in runs:
        for text in run:
            started = time.perf_counter()
            completion.complete(text)
            times_ms.append((time.perf_counter() - started) * 1000)
    times_ms.sort()
    count = len(times_ms)
    cuts = "  ".join(f"p{share} {times_ms[count * share // 100]:.2f}" for share in (50, 95, 99))
    print(f"{count:,} keystrokes: {cuts}  max {times_ms[-1]:.2f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
