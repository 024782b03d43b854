"""A whole booklet, from the project file to the PDF, beside Typst with the same texts and photos.

    python -m tests.bench.booklet FILE.ofdesk …

Both run by turns as whole processes, `RUNS` times. Typst (PyPI `typst`, no part of the product) must be
installed beside the project's packages; it sets no maps, we do (`tests/bench/peers/typst_booklet.py`).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measuring import RUNS, Values, run, seconds
from tests.bench.peers.typst_booklet import write_source

from ofdesk.base.resources import resource_path
from ofdesk.booklet.plan import paginate
from ofdesk.storage.project_file import open_project

UNITS = {
    "pages": "count",
    "ofdesk": "s",
    "ofdesk, peak memory": "MB",
    "Typst": "s",
    "Typst, peak memory": "MB",
    "ofdesk, times Typst's": "times",
}
_TYPST = "import sys,typst;typst.compile(sys.argv[1],output=sys.argv[2],font_paths=[sys.argv[3]])"
# Started by a small process, since a child's peak begins at that of its parent.
_WATCHED = (
    "import os,sys;"
    "pid=os.posix_spawn(sys.executable,[sys.executable,*sys.argv[1:]],os.environ);"
    "_,status,usage=os.wait4(pid,0);print(usage.ru_maxrss);"
    "sys.exit(os.waitstatus_to_exitcode(status)>1)"  # 1: written, though some text found no room
)


def measure(file: Path) -> Values:
    """Measure one file."""
    opened = open_project(file)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source = write_source(opened.catalogue, opened.photos, folder / "typst")
        fonts = str(resource_path("fonts"))
        ours = ("-m", "ofdesk", "booklet", str(file), "-o", str(folder / "ours.pdf"))
        peers = ("-c", _TYPST, str(source), str(folder / "typst.pdf"), fonts)
        runs = [(_whole_process(ours), _whole_process(peers)) for _ in range(RUNS)]
    values: Values = {"pages": len(paginate(opened.catalogue).slots)}
    for number, who in enumerate(("ofdesk", "Typst")):
        values[who] = statistics.median(pair[number][0] for pair in runs)
        values[f"{who}, peak memory"] = max(pair[number][1] for pair in runs)
    values["ofdesk, times Typst's"] = statistics.median(own[0] / peer[0] for own, peer in runs)
    return values


def _whole_process(arguments: tuple[str, ...]) -> tuple[float, float]:
    """Return seconds and peak memory in MB of a Python process."""
    memory = [0.0]

    def execute() -> None:
        command = [sys.executable, "-c", _WATCHED, *arguments]
        ended = subprocess.run(command, capture_output=True, check=True, env=os.environ)
        memory[0] = int(ended.stdout.split()[-1]) / 1000

    return seconds(execute), memory[0]


if __name__ == "__main__":
    run("tests.bench.booklet", measure, UNITS)
