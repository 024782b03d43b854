"""`ofdesk geocode`: find addresses given on the command line or in a CSV file, or the place of a point.

Works without a network. Only `--online` asks a service as well, about a few addresses named in the command.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from ofdesk.base.errors import InputError, ServiceError
from ofdesk.base.geometry import GeoPoint
from ofdesk.cli.console import Console
from ofdesk.cli.outputs import require_other_file
from ofdesk.geocoding.match import Level, Match
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.geocoding.online_hits import OnlineService
from ofdesk.services.addresses import AddressTable, geocode_table, match_as_json
from ofdesk.services.dictionaries import load_geocoder
from ofdesk.services.words import Words

_MOST_ONLINE = 20  # the services' terms forbid asking for long lists


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("address", nargs="*", help=words("cli", "geocode.address"))
    parser.add_argument("--input", type=Path, metavar="CSV", help=words("cli", "geocode.input"))
    parser.add_argument("--column", default="住所", metavar="NAME", help=words("cli", "geocode.column"))
    parser.add_argument("--output", type=Path, metavar="CSV", help=words("cli", "geocode.output"))
    services = [service.value for service in OnlineService]
    parser.add_argument("--online", metavar="|".join(services), help=words("cli", "geocode.online"))
    parser.add_argument("--reverse", metavar="LAT,LON", help=words("cli", "geocode.reverse"))
    parser.add_argument("--json", action="store_true", help=words("cli", "json"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Answer addresses; returns 1 when one of those given on the command line found no place.

    Raises:
        InputError: code "geocode.…" or "table.no_column", or the output is the input.
        ServiceError: the online service failed; what the dictionary answered has been written.
        ReadError, DamagedFileError, WriteError: see `services.addresses.geocode_table`.
        ResourceError: the gazetteer or the map is missing or damaged.
    """
    if arguments.reverse is not None:
        if arguments.address or arguments.input or arguments.output:
            raise InputError("geocode.usage")
        return _answer_point(arguments.reverse, console, as_json=arguments.json)
    if (arguments.input is None) != (arguments.output is None) or (arguments.input and arguments.address):
        raise InputError("geocode.usage")
    service = _service(arguments)
    if arguments.input is not None:
        _convert_table(arguments, console)
        return 0
    matcher = _matcher(console)
    matches = [matcher.match(address) for address in arguments.address or _lines_of_input()]
    if service is not None:
        _answer_online(service, matches, matcher, console, as_json=arguments.json)
    elif arguments.json:
        console.json({"matches": [match_as_json(match) for match in matches]})
    else:
        for match in matches:
            console.line(_as_line(match, console.words))
    return 0 if all(match.point for match in matches) else 1


def _service(arguments: argparse.Namespace) -> OnlineService | None:
    if arguments.online is None:
        return None
    try:
        service = OnlineService(arguments.online)
    except ValueError:
        raise InputError("geocode.online_service", service=arguments.online[:40]) from None
    if not 0 < len(arguments.address) <= _MOST_ONLINE:
        raise InputError("geocode.online_few", limit=_MOST_ONLINE)
    return service


def _answer_online(
    service: OnlineService, matches: list[Match], matcher: AddressMatcher, console: Console, *, as_json: bool
) -> None:
    from ofdesk.cli.online import OnlineHalf, as_line  # only now: nothing else needs what it loads

    online = OnlineHalf(service, matcher)
    answers = [online.ask(match) for match in matches]
    if as_json:
        rows = [
            {**match_as_json(match), "online": online.as_json(answer)}
            for match, answer in zip(matches, answers, strict=True)
        ]
        console.json({"matches": rows})
    else:
        for match, answer in zip(matches, answers, strict=True):
            console.line(_as_line(match, console.words))
            if not isinstance(answer, ServiceError):
                console.line(as_line(match, answer, console.words))
    if any(answer is not None and not isinstance(answer, ServiceError) for answer in answers):
        console.error(console.words("cli", "geocode.online_source", attribution=service.attribution))
    if online.failure is not None:
        raise online.failure
def _answer_point(written: str, console: Console, *, as_json: bool) -> int:
    # The map needs a large library that addresses should not wait for.
    from ofdesk.services.geocoder import reverse_geocoder

    found = reverse_geocoder().place_at(_point(written))
    place = found.place if found is not None else Match(written, Level.NONE)
    if as_json:
        distance_m = round(found.distance_m) if found is not None else None
        console.json({"matches": [{**match_as_json(place), "distance_m": distance_m}]})
    else:
        console.line(_as_line(place, console.words))
    return 0 if found is not None else 1


def _point(written: str) -> GeoPoint:
    try:
        lat_deg, lon_deg = map(float, written.split(","))
        return GeoPoint(lat_deg, lon_deg)
    except ValueError as error:
        raise InputError("geocode.no_point", found=written[:40]) from error


def _convert_table(arguments: argparse.Namespace, console: Console) -> None:
    require_other_file(arguments.input, arguments.output)
    matcher = _matcher(console)
    table = AddressTable(arguments.input, arguments.column, arguments.output)
    report = geocode_table(table, matcher, cores=os.cpu_count() or 1, progress=console.progress)
    path = str(arguments.output)
    console.line(console.words("cli", "geocode.done", rows=report.rows, placed=report.placed, path=path))


def _matcher(console: Console) -> AddressMatcher:
    """Return the matcher with the user's dictionaries; one that is damaged is named and left out."""
    geocoder = load_geocoder()
    for problem in geocoder.problems:
        console.error(console.words("cli", "warning", message=console.words.error(problem)))
    return geocoder.matcher


def _lines_of_input() -> Iterator[str]:
    """Yield addresses, one a line, from standard input; Windows may put a mark before them."""
    return (line.strip("\r\n\ufeff") for line in sys.stdin)


def _as_line(match: Match, words: Words) -> str:
    if match.point is None:
        others = "／".join(alternative.canonical for alternative in match.alternatives)
        nothing = words("cli", "geocode.nothing")
        return f"{match.query}\t{nothing}" + (f"\t{others}" if others else "")
    level = words.choice("geo_level", match.level.value)
    point = f"{match.point.lat_deg:.6f}, {match.point.lon_deg:.6f}"
    return f"{match.query}\t{match.canonical}\t{level}\t{point}\t±{match.radius_m} m\t{match.rest}".rstrip()
