"""`ofdesk dictionary import|list|remove|enable|disable`: the user's fuller address dictionaries."""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

from ofdesk.base.errors import InputError
from ofdesk.cli.console import Console
from ofdesk.cli.outputs import require_other_file
from ofdesk.geocoding.dictionaries.importing import ImportReport
from ofdesk.geocoding.dictionaries.jageocoder_dictionary import NAME as JAGEOCODER
from ofdesk.geocoding.dictionaries.rows import Family
from ofdesk.services.dictionaries import DictionaryEntry, DictionaryShelf
from ofdesk.services.targets import require_place_for
from ofdesk.services.words import Words
from ofdesk.storage.atomic import write_whole

AUTO = "auto"
KINDS = (AUTO, *(family.value for family in Family), JAGEOCODER)
_SHOWN_REJECTS = 5
_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""
    actions = parser.add_subparsers(dest="action", metavar=words("cli", "dictionary.action"), required=True)
    purpose = words("cli", "dictionary.import")
    importing = actions.add_parser("import", help=purpose, description=purpose)
    importing.add_argument("files", nargs="+", type=Path, help=words("cli", "dictionary.files"))
    importing.add_argument("--name", help=words("cli", "dictionary.name"))
    importing.add_argument("--kind", choices=KINDS, default=AUTO, help=words("cli", "dictionary.kind"))
    importing.add_argument("--rejects", type=Path, metavar="CSV", help=words("cli", "dictionary.rejects"))
    importing.add_argument("--json", action="store_true", help=words("cli", "json"))
    purpose = words("cli", "dictionary.list")
    listing = actions.add_parser("list", help=purpose, description=purpose)
    listing.add_argument("--json", action="store_true", help=words("cli", "json"))
    for action, purpose in (
        ("remove", words("cli", "dictionary.remove")),
        ("enable", words("cli", "dictionary.enable")),
        ("disable", words("cli", "dictionary.disable")),
    ):
        one = actions.add_parser(action, help=purpose, description=purpose)
        one.add_argument("name", help=words("cli", "dictionary.name"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do what is asked; a list with a damaged dictionary returns 1.

    Raises:
        InputError, ReadError, DamagedFileError, WriteError: see `DictionaryShelf` and `DictionaryImport`.
    """
    shelf = DictionaryShelf()
    if arguments.action == "import":
        return _import(arguments, console, shelf)
    if arguments.action == "list":
        return _list(arguments, console, shelf)
    name = arguments.name
    if arguments.action == "remove":
        shelf.remove(name)
        console.line(console.words("cli", "dictionary.removed", name=name))
    else:
        active = arguments.action == "enable"
        shelf.set_active(name, active=active)
        code = "dictionary.enabled" if active else "dictionary.disabled"
        console.line(console.words("cli", code, name=name))
    return 0


def _import(arguments: argparse.Namespace, console: Console, shelf: DictionaryShelf) -> int:
    if arguments.kind == JAGEOCODER:
        if len(arguments.files) != 1:
            raise InputError("dictionary.one_folder")
        shelf.use_jageocoder(arguments.files[0])
        console.line(console.words("cli", "dictionary.enabled", name=JAGEOCODER))
        return 0
    if arguments.rejects is not None:
        require_place_for(arguments.rejects)
        for path in arguments.files:
            require_other_file(path, arguments.rejects)
    name = arguments.name if arguments.name is not None else arguments.files[0].stem
    family = None if arguments.kind == AUTO else Family(arguments.kind)
    from ofdesk.services.dictionary_import import DictionaryImport  # brings the base map's large libraries

    report = DictionaryImport(shelf).run(arguments.files, name, family, progress=console.progress)
    if arguments.rejects is not None:
        write_whole(arguments.rejects, _rejects_as_csv(report, console.words))
    if arguments.json:
        console.json(_report_as_json(name, report))
    else:
        _tell(name, report, console)
    return 0


def _tell(name: str, report: ImportReport, console: Console) -> None:
    words = console.words
    kind = words("dictionary_families", report.family.value)
    console.line(
        words(
            "cli",
            "dictionary.imported",
            name=name,
            kind=kind,
            taken=f"{report.taken:,}",
            municipalities=f"{report.municipalities:,}",
        )
    )
    if not report.refused:
        return
    console.line(words("cli", "dictionary.refused", count=f"{report.refused:,}"))
    for reason, count in report.reasons.most_common():
        console.line(f"  {words('dictionary_reasons', reason.value)}: {count:,}")
    for reject in report.rejects[:_SHOWN_REJECTS]:
        reason_words = words("dictionary_reasons", reject.reason.value)
        console.line(f"    {reject.source}:{reject.line} {reason_words} {reject.text}")


def _report_as_json(name: str, report: ImportReport) -> dict[str, object]:
    return {
        "name": name,
        "kind": report.family.value,
        "rows": report.read,
        "taken": report.taken,
        "refused": report.refused,
        "reasons": {reason.value: count for reason, count in report.reasons.most_common()},
        "towns": report.towns,
        "numbers": report.numbers,
        "municipalities": report.municipalities,
        "rejects": [
            {"source": one.source, "line": one.line, "reason": one.reason.value, "text": one.text}
            for one in report.rejects
        ],
    }


def _rejects_as_csv(report: ImportReport, words: Words) -> bytes:
    """Return the refused rows as a table; the mark at the start lets Excel see that it is UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(("source", "line", "reason", "explanation", "text"))
    for one in report.rejects:
        explanation = words("dictionary_reasons", one.reason.value)
        # A spreadsheet must not take a stranger's cell for a formula.
        text = f"'{one.text}" if one.text.startswith(_FORMULA_STARTS) else one.text
        writer.writerow((one.source, one.line, one.reason.value, explanation, text))
    return file.getvalue().encode("utf-8-sig")


def _list(arguments: argparse.Namespace, console: Console, shelf: DictionaryShelf) -> int:
    entries = shelf.entries()
    if arguments.json:
        console.json({"dictionaries": [_entry_as_json(entry) for entry in entries]})
    elif not entries:
        console.line(console.words("cli", "dictionary.none"))
    else:
        for entry in entries:
            _tell_entry(entry, console)
    return 1 if any(entry.problem for entry in entries) else 0


def _tell_entry(entry: DictionaryEntry, console: Console) -> None:
    words, about = console.words, entry.about
    state = words("cli", "dictionary.on" if entry.active else "dictionary.off")
    if entry.problem is not None:
        console.line(f"{entry.name}\t{words.error(entry.problem)}")
        return
    if about is None:
        console.line(f"{entry.name}\t{state}")
        return
    kind = words("dictionary_families", about.family)
    size = f"{entry.size_bytes / 1e6:.1f} MB"
    told = words(
        "cli",
        "dictionary.entry",
        rows=f"{about.towns + about.numbers:,}",
        municipalities=f"{about.municipalities:,}",
        day=about.imported_on,
    )
    console.line(f"{entry.name}\t{state}\t{kind}\t{told}\t{size}\t{about.attribution}")


def _entry_as_json(entry: DictionaryEntry) -> dict[str, object]:
    about = entry.about
    return {
        "name": entry.name,
        "active": entry.active,
        "size_bytes": entry.size_bytes,
        "problem": entry.problem.code if entry.problem else None,
        "kind": about.family if about else None,
        "towns": about.towns if about else None,
        "numbers": about.numbers if about else None,
        "municipalities": about.municipalities if about else None,
        "imported_on": about.imported_on if about else None,
        "sources": list(about.sources) if about else [],
        "attribution": about.attribution if about else None,
    }
