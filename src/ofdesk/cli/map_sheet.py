"""`ofdesk map FILE -o OUT.(pdf|svg|png|geojson|kml|csv) [--area 全国|東北|…]`: write the MAP.

`--edition web` makes a PDF light and fit to be read aloud. `--number` numbers the factories of this file in
another way than the booklet does.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from ofdesk.base.errors import InputError
from ofdesk.booklet.numbering import BY_READING, numbered_as
from ofdesk.cli.console import Console
from ofdesk.cli.outputs import require_other_file, tell_written
from ofdesk.model.choices import NUMBER_ORDER
from ofdesk.services import projects
from ofdesk.services.editions import BOOKLET_EDITIONS, PRINT
from ofdesk.services.layer_choice import with_layers_shown
from ofdesk.services.map_area import NATION
from ofdesk.services.map_output import SheetChoice, files_of, write_map
from ofdesk.services.words import Words


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("file", type=Path, help=words("cli", "file"))
    parser.add_argument("-o", "--output", type=Path, required=True, help=words("cli", "map.output"))
    parser.add_argument("--area", default=NATION, help=words("cli", "area"))
    parser.add_argument("--edition", choices=BOOKLET_EDITIONS, default=PRINT, help=words("cli", "edition"))
    parser.add_argument("--size", default="a4", help=words("cli", "map.size"))
    parser.add_argument("--number", default="", help=words("cli", "map.number"))
    parser.add_argument("--layers", default="", help=words("cli", "map.layers"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the file and tell where it is; returns 1 when a text found no room on its page.

    Raises:
        InputError: no such area, format, layer or order of numbers, or the output is the input.
        ReadError, DamagedFileError, WriteError: a file cannot be read or written.
    """
    sheet = SheetChoice(arguments.area, arguments.size.strip().lower(), arguments.edition)
    front, *backs = files_of(arguments.output, sheet.size)
    for file in (front, *backs):
        require_other_file(arguments.file, file)
    number_order = _number_order(arguments.number)
    with projects.read_project(arguments.file, photos_later=True, progress=console.progress) as project:
        catalogue = with_layers_shown(project.catalogue, arguments.layers)
        report = write_map(
            numbered_as(catalogue, number_order),
            project.photos,
            arguments.output,
            choice=sheet,
            progress=console.progress,
        )
        own = project.catalogue.booklet.number_order or BY_READING
    if number_order not in ("", own):
        choice = partial(console.words.choice, "number_order")
        words = console.words("cli", "map.numbers_differ", own=choice(own), chosen=choice(number_order))
        console.error(words)
    code = tell_written(console, front, report, project.catalogue)
    for back in backs:
        console.line(console.words("cli", "map.back_written", path=str(back)))
    return code


def _number_order(text: str) -> str:
    order = text.strip().lower().replace("-", "_")
    if order and order not in NUMBER_ORDER.codes:
        raise InputError("map.unknown_number_order", name=text[:40])
    return order
