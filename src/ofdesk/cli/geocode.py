"""`ofdesk geocode`: find addresses given on the command line, or a column of a CSV file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from ofdesk.cli.console import Console
from ofdesk.geocoding.gazetteer import Gazetteer
from ofdesk.geocoding.match import Match
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.services.addresses import geocode_table, match_as_json
from ofdesk.services.words import Words

EXIT_USAGE = 2


def add_parser(subparsers: Any, words: Words) -> None:
    """Declare the subcommand."""
    parser = subparsers.add_parser("geocode", help=words("cli", "geocode"))
    parser.add_argument("address", nargs="*", help=words("cli", "geocode.address"))
    parser.add_argument("--input", type=Path, metavar="CSV", help=words("cli", "geocode.input"))
    parser.add_argument("--column", default="住所", metavar="NAME", help=words("cli", "geocode.column"))
    parser.add_argument("--output", type=Path, metavar="CSV", help=words("cli", "geocode.output"))
    parser.add_argument("--json", action="store_true", help=words("cli", "json"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Answer addresses; returns 1 when one of those given on the command line found no place.

    Raises:
        ReadError, InputError, WriteError: see `services.addresses.geocode_table`.
    """
    if (arguments.input is None) != (arguments.output is None) or (arguments.input and arguments.address):
        console.error(console.words("cli", "geocode.usage"))
        return EXIT_USAGE
    matcher = AddressMatcher(Gazetteer())
    if arguments.input is not None:
        report = geocode_table(
            arguments.input, arguments.column, arguments.output, matcher, progress=console.progress
        )
        console.line(
            console.words(
                "cli", "geocode.done", rows=report.rows, placed=report.placed, path=str(arguments.output)
            )
        )
        return 0
    # Without an address, one a line from standard input, as a filter does.
    addresses = arguments.address or [line.rstrip("\r\n") for line in sys.stdin]
    matches = [matcher.match(address) for address in addresses]
    if arguments.json:
        console.json({"matches": [match_as_json(match) for match in matches]})
    else:
        for match in matches:
            console.line(_as_line(match, console.words))
    return 0 if all(match.point for match in matches) else 1


def _as_line(match: Match, words: Words) -> str:
    if match.point is None:
        others = "／".join(alternative.canonical for alternative in match.alternatives)
        nothing = words("cli", "geocode.nothing")
        return f"{match.query}\t{nothing}" + (f"\t{others}" if others else "")
    level = words.choice("geo_level", match.level.value)
    point = f"{match.point.lat_deg:.6f}, {match.point.lon_deg:.6f}"
    return f"{match.query}\t{match.canonical}\t{level}\t{point}\t±{match.radius_m} m\t{match.rest}".rstrip()
