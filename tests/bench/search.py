"""A keystroke in the search field: the whole table of factories searched anew for every letter.

    python -m tests.bench.search FILE.ofdesk …

"First" builds the index of folded texts; the others find it there. "After an edit" has one record changed.
"""

from __future__ import annotations

import dataclasses
import statistics
from pathlib import Path

from tests.bench.measuring import Values, run, seconds

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Factory
from ofdesk.model.search import SearchIndex
from ofdesk.storage.project_file import open_project

TYPED = "みほん 金属 10:00"
UNITS = {
    "factories": "count",
    "search, first keystroke": "ms",
    "search, later keystroke": "ms",
    "search, slowest later keystroke": "ms",
    "search, keystroke after an edit": "ms",
}


def measure(file: Path) -> Values:
    """Measure one file."""
    catalogue = open_project(file).catalogue
    factories = catalogue.all_of(Factory)
    index = SearchIndex()
    first = keystroke(index, catalogue, TYPED[:1])
    later = sorted(
        keystroke(index, catalogue, TYPED[:end]) for end in range(1, len(TYPED) + 1) for _ in "abc"
    )
    after: list[float] = []
    for number, factory in enumerate(factories[:30]):
        catalogue = catalogue.with_record(dataclasses.replace(factory, remarks=str(number)))
        after.append(keystroke(index, catalogue, TYPED))
    return {
        "factories": len(factories),
        "search, first keystroke": first,
        "search, later keystroke": statistics.median(later),
        "search, slowest later keystroke": later[-1],
        "search, keystroke after an edit": statistics.median(after),
    }


def keystroke(index: SearchIndex, catalogue: Catalogue, query: str) -> float:
    """Return how long one search takes, in seconds."""
    return seconds(lambda: index.matches(catalogue, "factory", query))


if __name__ == "__main__":
    run("tests.bench.search", measure, UNITS)
