"""What the commands that write a file share: where they may write, and what they tell afterwards."""

from __future__ import annotations

from pathlib import Path

from ofdesk.base.errors import InputError
from ofdesk.cli.console import Console
from ofdesk.cli.problems import problem_as_line
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Severity
from ofdesk.services.output_report import OutputReport

PROJECT_SUFFIX = ".ofdesk"


def require_other_file(source: Path, target: Path) -> None:
    """Refuse to write over what is read, or over any project file.

    Raises:
        InputError: code "output.is_input" or "output.is_project".
    """
    if _is_same(source, target):
        raise InputError("output.is_input", path=str(target))
    if target.suffix.lower() == PROJECT_SUFFIX:
        raise InputError("output.is_project", path=str(target))


def _is_same(source: Path, target: Path) -> bool:
    try:
        return target.samefile(source)
    except OSError:  # one is not there, or its name can be none: reading and writing will tell
        return False


def tell_written(console: Console, target: Path, report: OutputReport, catalogue: Catalogue) -> int:
    """Tell what a written file came to, and what is wrong or doubtful about it; returns the exit code."""
    console.warnings(report)
    for problem in report.problems:
        console.error(problem_as_line(problem, catalogue, console.words))
    words, path = console.words, str(target)
    if report.pages:
        size = f"{report.size_bytes / 1e6:.1f}"
        console.line(words("cli", "written", path=path, pages=report.pages, size=size))
    else:
        size = str(max(1, round(report.size_bytes / 1e3)))
        console.line(words("cli", "written.places", path=path, places=report.places, size=size))
    return 1 if any(problem.severity is Severity.ERROR for problem in report.problems) else 0
