"""What the measurements share: a fresh process a file, medians, peak memory, rows for the README."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

RUNS = 3
Values: TypeAlias = dict[str, float]


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median of some calls."""
    return statistics.median(seconds(work) for _ in range(runs))


def peak_mb() -> float:
    """Return the most memory this process has held so far, in MB (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1000
    raise OSError("the system does not tell")


def run(module: str, measure: Callable[[Path], Values], units: Mapping[str, str]) -> None:
    """Measure each file of the command line in a process of its own, and print a row for each value.

    Args:
        module: name of the calling module.
        measure: returns values by name, for one file.
        units: unit of each value, in the order of the rows.
    """
    parser = argparse.ArgumentParser(prog=f"python -m {module}")
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--here", action="store_true", help="measure one file in this process")
    arguments = parser.parse_args()
    if arguments.here:
        print(json.dumps(measure(arguments.files[0])))
        return
    columns: list[Values] = []
    for file in arguments.files:
        command = [sys.executable, "-m", module, "--here", str(file)]
        columns.append(json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))
    for name, unit in units.items():
        print(f"| {name} | " + " | ".join(shown(column[name], unit) for column in columns) + " |")


def shown(value: float, unit: str) -> str:
    """Return a value as a table shows it."""
    match unit:
        case "ms":
            return f"{1000 * value:,.1f} ms" if value < 0.1 else f"{1000 * value:,.0f} ms"
        case "s":
            return f"{value:,.2f} s"
        case "MB":
            return f"{value:,.0f} MB"
        case "times":
            return f"{value:.2f} ×"
        case _:
            return f"{value:,.0f}"
