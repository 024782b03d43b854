"""`ofdesk new FILE [--sample]`: write a new project file."""

from __future__ import annotations

import argparse
from pathlib import Path

from ofdesk.base.errors import WriteError
from ofdesk.cli.console import Console
from ofdesk.services import projects
from ofdesk.services.targets import require_place_for
from ofdesk.services.words import Words


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("file", type=Path, help=words("cli", "file"))
    parser.add_argument("--sample", action="store_true", help=words("cli", "sample"))
    parser.add_argument("--force", action="store_true", help=words("cli", "force"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the file; one that exists is kept unless `--force` is given.

    Raises:
        WriteError: code "file.exists", "file.no_folder", "file.not_a_file" or "file.cannot_write".
    """
    require_place_for(arguments.file)
    if arguments.file.exists() and not arguments.force:
        raise WriteError("file.exists", path=str(arguments.file))
    build = projects.sample_project if arguments.sample else projects.blank_project
    with build(progress=console.progress) as project:
        saved = projects.write_project(project, arguments.file, progress=console.progress)
    size = f"{saved.size / 1e6:.1f}"
    records = len(project.catalogue)
    console.line(console.words("cli", "new.done", path=str(arguments.file), records=records, size=size))
    return 0
