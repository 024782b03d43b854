"""The whole file again, after one record has changed, in a process that has written it before.

    python -m tests.bench.changed_record ofdesk|Typst FILE.ofdesk FOLDER FONTS

prints the median of `RUNS` times in seconds, from the change to the file on the disk. FOLDER holds the source
that `tests/bench/booklet.py` made for Typst.
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
from pathlib import Path
from typing import Any

from tests.bench.measuring import RUNS, seconds

from ofdesk.base.collecting import collect_seldom
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import apply, set_field
from ofdesk.model.records import Event
from ofdesk.services import projects
from ofdesk.services.booklet_press import BookletPress


def ours(file: Path, folder: Path) -> float:
    """Return the time of ofdesk."""
    target = folder / "changed.pdf"
    collect_seldom()  # as the process that exports does
    with projects.read_project(file, photos_later=True) as project, BookletPress(keeping=True) as press:
        catalogue, photos = project.catalogue, project.photos
        press.write(catalogue, photos, target)
        times = []
        for number in range(RUNS):
            catalogue = _changed(catalogue, number)

            def write(changed: Catalogue = catalogue) -> None:
                press.write(changed, photos, target)

            times.append(seconds(write))
    return statistics.median(times)


def _changed(catalogue: Catalogue, number: int) -> Catalogue:
    event = catalogue.all_of(Event)[number]
    return apply(catalogue, set_field(event, "overview_long", _other(event.overview_long)))


def _other(overview: str) -> str:
    return f"{overview[:-10]}別の言葉にする。"


def peers(file: Path, folder: Path, fonts: Path) -> float:
    """Return the time of Typst."""
    typst: Any = importlib.import_module("typst")
    source, target = folder / "typst" / "booklet.typ", str(folder / "changed.pdf")
    compiler = typst.Compiler(str(source), font_paths=[str(fonts)])
    compiler.compile(output=target)
    with projects.read_project(file, photos_later=True) as project:
        events = project.catalogue.all_of(Event)[:RUNS]
    times = []
    for event in events:
        words = source.read_text(encoding="utf-8")
        source.write_text(words.replace(event.overview_long, _other(event.overview_long)), encoding="utf-8")
        times.append(seconds(lambda: compiler.compile(output=target)))
    return statistics.median(times)


if __name__ == "__main__":
    file, folder, fonts = map(Path, sys.argv[2:5])
    print(json.dumps(ours(file, folder) if sys.argv[1] == "ofdesk" else peers(file, folder, fonts)))
