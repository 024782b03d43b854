"""`ofdesk booklet FILE -o OUT.pdf [--pages 3-8]`: write the booklet."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from ofdesk.cli.console import Console
from ofdesk.services import projects
from ofdesk.services.output import write_booklet
from ofdesk.services.words import Words

_RANGE = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")


def add_parser(subparsers: Any, words: Words) -> None:
    """Declare the subcommand."""
    parser = subparsers.add_parser("booklet", help=words("cli", "booklet"))
    parser.add_argument("file", type=Path, help=words("cli", "file"))
    parser.add_argument("-o", "--output", type=Path, required=True, help=words("cli", "output"))
    parser.add_argument("--pages", type=page_range, metavar="3-8", help=words("cli", "pages"))
    parser.set_defaults(run=run)


def page_range(text: str) -> tuple[int, int]:
    """Read "3-8" or "5" as first and last page number.

    Raises:
        argparse.ArgumentTypeError: the text is no such range.
    """
    found = _RANGE.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(text)
    first = int(found[1])
    last = int(found[2]) if found[2] else first
    if last < first:
        raise argparse.ArgumentTypeError(text)
    return first, last


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the PDF and tell where it is."""
    with projects.read_project(arguments.file) as project:
        report = write_booklet(
            project.catalogue,
            project.photos,
            arguments.output,
            pages=arguments.pages,
            progress=console.progress,
        )
    size = f"{report.size_bytes / 1e6:.1f}"
    console.line(console.words("cli", "written", path=str(arguments.output), pages=report.pages, size=size))
    return 0
