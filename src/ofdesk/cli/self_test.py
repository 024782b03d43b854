"""`ofdesk self-test`: try every part of the program once on the sample and say what works."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ofdesk.base.errors import OfdeskError
from ofdesk.cli.console import Console
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.model.catalogue import Catalogue
from ofdesk.press.raster import render_page
from ofdesk.services import projects
from ofdesk.services.map_output import write_map
from ofdesk.services.output import write_booklet
from ofdesk.services.words import Words

_KNOWN_ADDRESS = "大阪府八尾市本町一丁目1番1号"
_KNOWN_MUNICIPALITY = "八尾市"


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Run the steps in order; returns 1 when one of them fails."""
    with tempfile.TemporaryDirectory(prefix="ofdesk-self-test-") as folder:
        trial = _Trial(Path(folder))
        steps: tuple[tuple[str, Callable[[], bool]], ...] = (
            ("geocode", trial.geocode),
            ("sample", trial.make_sample),
            ("reopen", trial.reopen),
            ("booklet", trial.booklet),
            ("map", trial.map),
        )
        passed = all(_told(console, name, step) for name, step in steps)
    console.line(console.words("cli", "self_test.passed" if passed else "self_test.failed"))
    return 0 if passed else 1


def _told(console: Console, name: str, step: Callable[[], bool]) -> bool:
    started = time.monotonic()
    reason = ""
    try:
        passed = step()
    except OfdeskError as error:
        passed, reason = False, console.words.error(error)
    mark = console.words("cli", "self_test.ok" if passed else "self_test.not_ok")
    seconds = f"{time.monotonic() - started:.1f} s"
    console.line(
        "  ".join(p for p in (mark, console.words("cli", f"self_test.{name}"), seconds, reason) if p)
    )
    return passed


class _Trial:
    """The steps; each leaves in the folder what the next one needs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "sample.ofdesk"
        self._made = Catalogue()

    def geocode(self) -> bool:
        match = AddressMatcher().match(_KNOWN_ADDRESS)
        return match.point is not None and _KNOWN_MUNICIPALITY in match.municipality

    def make_sample(self) -> bool:
        with projects.sample_project() as project:
            projects.write_project(project, self._file)
            self._made = project.catalogue
        return len(self._made) > 0

    def reopen(self) -> bool:
        with projects.read_project(self._file) as project:
            return project.catalogue == self._made

    def booklet(self) -> bool:
        target = self._folder / "booklet.pdf"
        with projects.read_project(self._file) as project:
            report = write_booklet(project.catalogue, project.photos, target)
        return _shows_something(target, report.pages - 1)

    def map(self) -> bool:
        target = self._folder / "map.pdf"
        with projects.read_project(self._file) as project:
            write_map(project.catalogue, project.photos, target)
        return _shows_something(target, 0)


def _shows_something(pdf: Path, page_index: int) -> bool:
    raster = render_page(pdf.read_bytes(), page_index, 200)
    return len(set(raster.pixels[:: raster.stride // 50])) > 1
