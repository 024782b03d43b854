"""`ofdesk info FILE [--json]`: what a project file holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from ofdesk.booklet.plan import paginate
from ofdesk.cli.console import Console
from ofdesk.model.records import KINDS
from ofdesk.services import projects
from ofdesk.services.words import Words


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("file", type=Path, help=words("cli", "file"))
    parser.add_argument("--json", action="store_true", help=words("cli", "json"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Tell title, counts, size and number of booklet pages."""
    with projects.read_project(arguments.file) as project:
        catalogue = project.catalogue
        counts = {kind: len(catalogue.table(kind)) for kind in KINDS}
        pages = len(paginate(catalogue).slots)
        size = arguments.file.stat().st_size
        version = project.format_version
    if arguments.json:
        console.json(
            {
                "file": str(arguments.file),
                "format": version,
                "title": catalogue.project.title,
                "booklet": catalogue.booklet.title,
                "records": counts,
                "booklet_pages": pages,
                "size_bytes": size,
            }
        )
        return 0
    words = console.words
    console.line(catalogue.project.title or catalogue.booklet.title)
    for kind, count in counts.items():
        console.line(f"  {words('kinds', kind)}: {count:,}")
    console.line(words("cli", "info.pages", pages=pages))
    console.line(words("cli", "info.size", size=f"{size / 1e6:.1f}"))
    return 0
