"""`ofdesk map FILE -o OUT.pdf [--area 全国|東北|…]`: write the MAP."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ofdesk.cli.console import Console
from ofdesk.services import projects
from ofdesk.services.output import NATION, write_map
from ofdesk.services.words import Words


def add_parser(subparsers: Any, words: Words) -> None:
    """Declare the subcommand."""
    parser = subparsers.add_parser("map", help=words("cli", "map"))
    parser.add_argument("file", type=Path, help=words("cli", "file"))
    parser.add_argument("-o", "--output", type=Path, required=True, help=words("cli", "output"))
    parser.add_argument("--area", default=NATION, help=words("cli", "area"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the PDF and tell where it is.

    Raises:
        InputError: code "map.unknown_area".
    """
    with projects.read_project(arguments.file) as project:
        report = write_map(
            project.catalogue,
            project.photos,
            arguments.output,
            area=arguments.area,
            progress=console.progress,
        )
    size = f"{report.size_bytes / 1e6:.1f}"
    console.line(console.words("cli", "written", path=str(arguments.output), pages=report.pages, size=size))
    return 0
