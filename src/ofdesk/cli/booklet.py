"""`ofdesk booklet FILE -o OUT.pdf [--pages 3-8] [--edition web] [--theme lively]`: write the booklet."""

from __future__ import annotations

import argparse
import dataclasses
import re
from pathlib import Path

from ofdesk.cli.console import Console
from ofdesk.cli.outputs import require_other_file, tell_written
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.choices import THEMES
from ofdesk.services import projects
from ofdesk.services.booklet_press import BookletChoice, BookletPress
from ofdesk.services.editions import BOOKLET_EDITIONS, PRINT
from ofdesk.services.words import Words

_LARGE_FILE_BYTES = 2_000_000
_RANGE = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""

    def pages(text: str) -> tuple[int, int]:
        try:
            return page_range(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(words("cli", "pages.invalid")) from error

    def theme(text: str) -> str:
        if text not in THEMES:
            known = ", ".join(THEMES)
            raise argparse.ArgumentTypeError(words("cli", "theme.unknown", name=text[:40], known=known))
        return text

    parser.add_argument("file", type=Path, help=words("cli", "file"))
    parser.add_argument("-o", "--output", type=Path, required=True, help=words("cli", "output"))
    parser.add_argument("--edition", choices=BOOKLET_EDITIONS, default=PRINT, help=words("cli", "edition"))
    parser.add_argument("--pages", type=pages, metavar="3-8", help=words("cli", "pages"))
    parser.add_argument("--theme", type=theme, metavar="NAME", help=words("cli", "theme"))


def page_range(text: str) -> tuple[int, int]:
    """Read "3-8" or "5" as first and last page number.

    Raises:
        ValueError: the text is no such range.
    """
    found = _RANGE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    first = int(found[1])
    last = int(found[2]) if found[2] else first
    if last < first:
        raise ValueError(text)
    return first, last


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the PDF and tell where it is; returns 1 when a text found no room on its page.

    Raises:
        InputError: "booklet.no_such_pages", "pdf.no_pages" or the output is the input.
        ReadError, DamagedFileError, WriteError: a file cannot be read or written.
    """
    require_other_file(arguments.file, arguments.output)
    with BookletPress() as press:
        if arguments.pages is None and _is_large(arguments.file):
            press.warm_up()
        with projects.read_project(arguments.file, photos_later=True, progress=console.progress) as project:
            report = press.write(
                _in_theme(project.catalogue, arguments.theme),
                project.photos,
                arguments.output,
                BookletChoice(arguments.pages, arguments.edition),
                progress=console.progress,
            )
    return tell_written(console, arguments.output, report, project.catalogue)


def _is_large(file: Path) -> bool:
    """Tell whether a booklet of many pages is to be expected; a file that is not there is none."""
    try:
        return file.stat().st_size >= _LARGE_FILE_BYTES
    except OSError:
        return False


def _in_theme(catalogue: Catalogue, theme: str | None) -> Catalogue:
    """Return the catalogue with another theme for this output only; the project keeps its own."""
    if theme is None:
        return catalogue
    return dataclasses.replace(catalogue, booklet=dataclasses.replace(catalogue.booklet, theme=theme))
