"""Entry point of the command line: parses, runs one subcommand, words its errors.

Exit codes: 0 done, 1 problems found, 2 wrong usage, 3 cannot read or write, 130 interrupted. Only the module
of the subcommand asked for is imported, so that short commands answer at once.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from ofdesk import __version__
from ofdesk.base.collecting import collect_seldom
from ofdesk.base.errors import Cancelled, InputError, OfdeskError
from ofdesk.cli.console import Console, StreamError
from ofdesk.cli.usage import EXIT_USAGE, parser_class
from ofdesk.services.words import LANGUAGES, Words, load_words

EXIT_OK, EXIT_FILE, EXIT_INTERRUPTED = 0, 3, 130
COMMANDS = {
    "edit": "edit",
    "new": "new",
    "info": "info",
    "check": "check",
    "booklet": "booklet",
    "map": "map_sheet",
    "layer": "layer",
    "geocode": "geocode",
    "dictionary": "dictionary",
    "self-test": "self_test",
}
"""Subcommands and the modules of this package that run them."""


class Command(Protocol):
    """A module that runs a subcommand."""

    def add_arguments(self, parser: argparse.ArgumentParser, words: Words) -> None:
        """Declare what the subcommand takes."""

    def run(self, arguments: argparse.Namespace, console: Console) -> int:
        """Do it and return the exit code."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ofdesk and return its exit code."""
    if getattr(sys, "frozen", False):
        import multiprocessing  # preview and export start this program again as their process

        multiprocessing.freeze_support()
    collect_seldom()
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _run(given: list[str]) -> int:
    words = load_words(_language())
    console = Console(words)
    code = EXIT_FILE
    try:
        code = _parse_and_run(given or ["edit"], words, console)
        console.flush()
    except BrokenPipeError:
        # The reader (head, less) has gone; what it did not want cannot be written any more.
        console.give_up_output()
        return EXIT_OK
    except StreamError as error:
        console.give_up_output()
        console.error(words("errors", "output.stream", reason=error.reason))
    return code


def _parse_and_run(given: list[str], words: Words, console: Console) -> int:
    name = next((argument for argument in given if argument in COMMANDS), None)
    command = _command(name) if name is not None else None
    parsed = _parser(words, name, command).parse_args(given)
    file = getattr(parsed, "file", None)
    assert command is not None  # a name that is none of the subcommands is refused by the parser
    try:
        return command.run(parsed, console)
    except (Cancelled, KeyboardInterrupt):
        console.end_progress()
        return EXIT_INTERRUPTED
    except OfdeskError as error:
        sentence = words.error(error)
        # Damage is told by the name of the member: say in which file.
        told = f"{file}: {sentence}" if file is not None and "member" in error.details else sentence
        console.error(told)
        return EXIT_USAGE if isinstance(error, InputError) else EXIT_FILE


def _command(name: str) -> Command:
    return cast(Command, importlib.import_module(f"ofdesk.cli.{COMMANDS[name]}"))


def _language() -> str:
    """Take the language from OFDESK_LANGUAGE, then from the usual variables; Japanese otherwise."""
    for name in ("OFDESK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2].lower()
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


def _parser(words: Words, chosen: str | None, command: Command | None) -> argparse.ArgumentParser:
    parser = parser_class(words)(prog="ofdesk", description=words("cli", "description"))
    parser.add_argument("--version", action="version", version=f"ofdesk {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar=words("cli", "command"), required=True)
    for name in COMMANDS:
        purpose = words("cli", name.replace("-", "_"))
        subparser = subparsers.add_parser(name, help=purpose, description=purpose)
        if name == chosen and command is not None:
            command.add_arguments(subparser, words)
    return parser
