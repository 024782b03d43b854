"""Plan, layout and export of the booklet; and the command as a user runs it.

    python -m tests.bench.layout_export FILE.ofdesk …

"Layout" sets all pages without writing them; "export" is all that `ofdesk booklet` does after opening the
file. The last two rows are whole processes, from the start of Python to its end.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measuring import RUNS, Values, median_seconds, run, seconds

from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.plan import paginate
from ofdesk.booklet.toolkit import load_toolkit
from ofdesk.model.catalogue import Catalogue
from ofdesk.services.output import write_booklet
from ofdesk.storage.project_file import open_project

UNITS = {
    "pages": "count",
    "plan": "ms",
    "layout": "s",
    "export": "s",
    "PDF": "MB",
    "`ofdesk booklet`, whole process": "s",
    "`ofdesk booklet`, peak memory": "MB",
}


def measure(file: Path) -> Values:
    """Measure one file."""
    opened = open_project(file)
    catalogue = opened.catalogue
    values: Values = {"pages": len(paginate(catalogue).slots)}
    values["plan"] = median_seconds(lambda: paginate(catalogue), 9)
    runs = RUNS if values["pages"] < 200 else 1
    values["layout"] = statistics.median(seconds(lambda: _lay_out(catalogue)) for _ in range(runs))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "booklet.pdf"
        values["export"] = median_seconds(lambda: write_booklet(catalogue, opened.photos, target), runs)
        values["PDF"] = target.stat().st_size / 1e6
        processes = [_whole_process(file, target) for _ in range(RUNS)]
    values["`ofdesk booklet`, whole process"] = statistics.median(time for time, _ in processes)
    values["`ofdesk booklet`, peak memory"] = max(memory for _, memory in processes)
    return values


def _lay_out(catalogue: Catalogue) -> None:
    toolkit = load_toolkit(catalogue.booklet.language, catalogue.booklet.theme)
    for _ in LayoutEngine(PATTERNS, toolkit).pages(Source(catalogue, paginate(catalogue))):
        pass


def _whole_process(file: Path, target: Path) -> tuple[float, float]:
    """Return seconds and peak memory in MB of `ofdesk booklet`, as `/usr/bin/time -v` tells them."""
    memory = [0.0]

    def execute() -> None:
        # Started by a small process, since a child's peak begins at that of its parent.
        script = (
            "import os,sys;"
            "pid=os.posix_spawn(sys.executable,[sys.executable,'-m','ofdesk',*sys.argv[1:]],os.environ);"
            "_,status,usage=os.wait4(pid,0);print(usage.ru_maxrss);"
            "sys.exit(os.waitstatus_to_exitcode(status)>1)"  # 1: written, though some text found no room
        )
        command = [sys.executable, "-c", script, "booklet", str(file), "-o", str(target)]
        ended = subprocess.run(command, capture_output=True, check=True, env=os.environ)
        memory[0] = int(ended.stdout.split()[-1]) / 1000

    return seconds(execute), memory[0]


if __name__ == "__main__":
    run("tests.bench.layout_export", measure, UNITS)
