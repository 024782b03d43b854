"""How long callouts take to be placed, and how well: the program's search against a greedy baseline.

`python -m tests.bench.map_labels` scatters invented events over the municipalities of Japan, sets their
callouts and places them on sheets of the nation, both ways in one run. The baseline gives each in turn
the cheapest candidate that is still free, the one with the fewest candidates first, and never looks back.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from tests.unit.cartography.all_pairs import lines_cross, lines_meet_boxes

from ofdesk.base.geometry import Rect
from ofdesk.cartography import local_search
from ofdesk.cartography.base_map import BaseMap, load_base_map
from ofdesk.cartography.callout_placement import place_callouts
from ofdesk.cartography.callouts import callout_label, candidates_each, set_callout
from ofdesk.cartography.candidates import Ground, corners, feasible
from ofdesk.cartography.collisions import boxes_meet
from ofdesk.cartography.framing import Nation, focus_on, main_view
from ofdesk.cartography.outlines import Outlines
from ofdesk.cartography.placement import Label, Placement, placement_of
from ofdesk.cartography.spec import MapCallout
from ofdesk.cartography.surface import CalloutGround, CoverSurface
from ofdesk.cartography.view import View
from ofdesk.drawing.fonts import load_built_in_fonts
from ofdesk.typesetting.composer import Composer

RUNS = 3
GAP_MM, DOT_MM = 0.9, 0.75
A4, A2 = Rect(20, 18, 174, 259), Rect(20, 18, 384, 556)


@dataclass(frozen=True)
class Sheet:
    """How many events on which sheet, and how long their names are, with a second line or not."""

    count: int
    name: str
    frame: Rect
    chars: tuple[int, int]
    two_lines: bool


SHEETS = (
    Sheet(50, "A4", A4, (7, 17), two_lines=True),
    Sheet(70, "A4", A4, (5, 12), two_lines=False),
    Sheet(150, "A2", A2, (7, 17), two_lines=True),
    Sheet(400, "A2", A2, (5, 8), two_lines=False),
)


@dataclass(frozen=True)
class Scene:
    """Callouts to place, and the dots that none may hide."""

    labels: Sequence[Label]
    dots: Sequence[Rect]
    room: CalloutGround

    @property
    def ground(self) -> Ground:
        """What stands already."""
        return Ground.of((), self.dots, ())


def surface_of(base_map: BaseMap, view: View, frame: Rect) -> CoverSurface:
    """Return what callouts should not hide: the land."""
    surface = CoverSurface(frame)
    surface.add_land(Outlines(base_map, view, frame).land(tuple(range(len(base_map.areas)))), 1.0)
    return surface


def scene(sheet: Sheet, base_map: BaseMap, composer: Composer) -> Scene:
    """Return invented events in as many municipalities, chosen evenly over the list."""
    count, frame = sheet.count, sheet.frame
    focus = focus_on(Nation(), base_map)
    view = main_view(focus, frame, 8.0)
    surface = surface_of(base_map, view, frame)
    chance = random.Random(count)
    shown = [m for m in base_map.municipalities.values() if view.shows(m.label, 4.0) and m.code[:2] != "47"]
    set_up, dots = [], []
    for number, municipality in enumerate(chance.sample(shown, count), start=1):
        name = f"見本{municipality.name}のオープンファクトリー"[: chance.randint(*sheet.chars)]
        since = f"{chance.randint(2010, 2025)}年{chance.randint(1, 12)}月初開催"
        lines = (since,) if sheet.two_lines and number % 3 else ()
        item = set_callout(MapCallout(str(number), name, lines), None, 36.0, composer)
        at = view.place(municipality.label)
        set_up.append((item, at))
        dots.append(Rect(at.x_mm, at.y_mm, 0.0, 0.0).grown(DOT_MM))
    room = CalloutGround(frame.grown(-2.5), surface, corners(()), candidates_each(count))
    labels = [callout_label(item, at, DOT_MM, room) for item, at in set_up]
    return Scene(labels, dots, room)


def greedily(found: Scene) -> Placement:
    """Place by the baseline."""
    items = [feasible(i, label, found.ground, GAP_MM) for i, label in enumerate(found.labels)]
    search = local_search.LocalSearch(items, GAP_MM, len(items))
    for item in sorted(items, key=lambda item: (len(item.prices), item.index)):
        search._choose(item)
    return placement_of(found.labels, items)


def searched(found: Scene) -> Placement:
    """Place as the program does."""
    return place_callouts(found.labels, found.ground, found.room, GAP_MM)


@dataclass(frozen=True)
class Quality:
    """What a reader sees."""

    overlaps: int
    crossings: int
    length_mm: float
    unplaced: int


def judged(found: Scene, result: Placement) -> Quality:
    """Count the faults of a placement, without asking the search."""
    boxes = np.array([(p.rect.x_mm, p.rect.y_mm, p.rect.right_mm, p.rect.bottom_mm) for p in result.placed])
    dots = np.array([(d.x_mm, d.y_mm, d.right_mm, d.bottom_mm) for d in found.dots])
    leaders = [p.leader for p in result.placed if p.leader]
    lines = np.array([(a.x_mm, a.y_mm, b.x_mm, b.y_mm) for a, b in leaders]).reshape(-1, 4)
    inner = boxes + np.array([1e-6, 1e-6, -1e-6, -1e-6])
    overlaps = int(np.triu(boxes_meet(inner, boxes), 1).sum()) + int(boxes_meet(inner, dots).sum())
    overlaps += int(lines_meet_boxes(lines, inner).sum())
    crossings = int(np.triu(lines_cross(lines, lines), 1).sum())
    length = float(np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum())
    return Quality(overlaps, crossings, length, len(result.unplaced))


def timed(work: Callable[[Scene], Placement], found: Scene) -> tuple[float, Placement]:
    """Return the median time of some runs, and the result."""
    times = []
    result = work(found)
    for _ in range(RUNS):
        started = time.perf_counter()
        work(found)
        times.append(time.perf_counter() - started)
    return statistics.median(times), result


def main() -> None:
    """Print the table."""
    base_map, composer = load_base_map(), Composer(load_built_in_fonts())
    print("| callouts | sheet | way | time | overlaps | crossings | leaders | unplaced |")
    print("|---:|---|---|---:|---:|---:|---:|---:|")
    for sheet in SHEETS:
        found = scene(sheet, base_map, composer)
        for way, work in (("greedy", greedily), ("search", searched)):
            seconds, result = timed(work, found)
            q = judged(found, result)
            print(
                f"| {sheet.count} | {sheet.name} | {way} | {seconds:.2f} s "
                f"| {q.overlaps} | {q.crossings} | {q.length_mm:,.0f} mm "
                f"| {q.unplaced} |"
            )


if __name__ == "__main__":
    main()
