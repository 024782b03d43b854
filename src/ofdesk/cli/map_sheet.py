"""`ofdesk map FILE -o OUT.pdf [--area 全国|東北|…] [--layers …]`: write the MAP."""

from __future__ import annotations

import argparse
from pathlib import Path

from ofdesk.cli.console import Console
from ofdesk.cli.outputs import require_other_file, tell_written
from ofdesk.services import projects
from ofdesk.services.layer_choice import with_layers_shown
from ofdesk.services.output import NATION, write_map
from ofdesk.services.words import Words


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("file", type=Path, help=words("cli", "file"))
    parser.add_argument("-o", "--output", type=Path, required=True, help=words("cli", "output"))
    parser.add_argument("--area", default=NATION, help=words("cli", "area"))
    parser.add_argument("--layers", default="", help=words("cli", "map.layers"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the PDF and tell where it is; returns 1 when a text found no room on its page.

    Raises:
        InputError: code "map.unknown_area" or "layer.unknown", or the output is the input.
        ReadError, DamagedFileError, WriteError: a file cannot be read or written.
    """
    require_other_file(arguments.file, arguments.output)
    with projects.read_project(arguments.file, progress=console.progress) as project:
        catalogue = with_layers_shown(project.catalogue, arguments.layers)
        report = write_map(
            catalogue,
            project.photos,
            arguments.output,
            area=arguments.area,
            progress=console.progress,
        )
    return tell_written(console, arguments.output, report, project.catalogue)
