"""A whole booklet, from the project file to the PDF, beside Typst with the same texts and photos.

    python -m tests.bench.booklet FILE.ofdesk …

Both run by turns as whole processes, `RUNS` times; memory is that of all processes of a run together, shared
pages counted once. Then both write the whole file again after the overview of one event has changed, each in
a process that has written it before (`tests/bench/changed_record.py`). Typst (PyPI `typst`, no part of the
product) must be installed beside the project's packages; it sets no maps, we do
(`tests/bench/peers/typst_booklet.py`).
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.bench.measuring import RUNS, Values, run
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
    "one record changed, ofdesk": "s",
    "one record changed, Typst": "s",
}
_TYPST = "import sys,typst;typst.compile(sys.argv[1],output=sys.argv[2],font_paths=[sys.argv[3]])"
_LOOK_S = 0.05


def measure(file: Path) -> Values:
    """Measure one file."""
    opened = open_project(file)
    values: Values = {"pages": len(paginate(opened.catalogue).slots)}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source = write_source(opened.catalogue, opened.photos, folder / "typst")
        fonts = str(resource_path("fonts"))
        ours = ("-m", "ofdesk", "booklet", str(file), "-o", str(folder / "ours.pdf"))
        peers = ("-c", _TYPST, str(source), str(folder / "typst.pdf"), fonts)
        del opened
        runs = [(_whole_process(ours), _whole_process(peers)) for _ in range(RUNS)]
        for number, who in enumerate(("ofdesk", "Typst")):
            values[who] = statistics.median(pair[number][0] for pair in runs)
            values[f"{who}, peak memory"] = max(pair[number][1] for pair in runs)
            changing = ("-m", "tests.bench.changed_record", who, str(file), str(folder), fonts)
            ended = subprocess.run([sys.executable, *changing], stdout=subprocess.PIPE, check=True)
            values[f"one record changed, {who}"] = json.loads(ended.stdout)
    values["ofdesk, times Typst's"] = statistics.median(own[0] / peer[0] for own, peer in runs)
    return values


def _whole_process(arguments: tuple[str, ...]) -> tuple[float, float]:
    """Return seconds and peak memory in MB of a Python process and of those it starts."""
    started = time.perf_counter()
    unheard = subprocess.DEVNULL
    process = subprocess.Popen([sys.executable, *arguments], stdout=unheard, stderr=unheard)
    peak_mb = 0.0
    while process.poll() is None:
        peak_mb = max(peak_mb, sum(map(_proportional_mb, _with_descendants(process.pid))))
        time.sleep(_LOOK_S)
    took_s = time.perf_counter() - started
    if process.returncode > 1:  # 1: written, though some text found no room
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return took_s, peak_mb


def _with_descendants(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from _with_descendants(int(child))


def _proportional_mb(pid: int) -> float:
    """Return the memory of a process, what it shares with others divided among them (Linux)."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1000
    return 0.0


if __name__ == "__main__":
    run("tests.bench.booklet", measure, UNITS)
