"""Entry point of the command line: parses, runs one subcommand, words its errors.

Exit codes: 0 done, 1 problems found, 2 wrong usage, 3 cannot read or write, 130 interrupted.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections.abc import Sequence

from ofdesk import __version__
from ofdesk.base.errors import Cancelled, OfdeskError
from ofdesk.cli import booklet, check, edit, geocode, info, map_sheet, new, self_test
from ofdesk.cli.console import Console
from ofdesk.services.words import LANGUAGES, Words, load_words

EXIT_OK, EXIT_PROBLEMS, EXIT_USAGE, EXIT_FILE, EXIT_INTERRUPTED = 0, 1, 2, 3, 130
_COMMANDS = (edit, new, info, check, booklet, map_sheet, geocode, self_test)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ofdesk and return its exit code."""
    multiprocessing.freeze_support()
    words = load_words(_language())
    console = Console(words)
    parser = _parser(words)
    found = list(sys.argv[1:] if arguments is None else arguments)
    parsed = parser.parse_args(found or ["edit"])
    try:
        return int(parsed.run(parsed, console))
    except Cancelled:
        return EXIT_INTERRUPTED
    except KeyboardInterrupt:
        console.end_progress()
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has gone; what it did not want cannot be written any more.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - lives until exit
        return EXIT_OK
    except OfdeskError as error:
        console.error(words.error(error))
        return EXIT_FILE


def _language() -> str:
    """Take the language from OFDESK_LANGUAGE, then from the usual variables; Japanese otherwise."""
    for name in ("OFDESK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2].lower()
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


def _parser(words: Words) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ofdesk", description=words("cli", "description"))
    parser.add_argument("--version", action="version", version=f"ofdesk {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar=words("cli", "command"))
    for command in _COMMANDS:
        command.add_parser(subparsers, words)
    return parser
