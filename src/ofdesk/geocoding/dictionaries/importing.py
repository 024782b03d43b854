"""Makes a dictionary of published files: finds the tables, checks every row, writes what is right.

Owns the order of the work and the count of what was refused. Writes only to the file it is given; whoever
calls puts that in place, or throws it away when anything at all went wrong.
"""

from __future__ import annotations

import datetime
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from ofdesk.base.errors import DamagedFileError, InputError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.base.zip_members import shown
from ofdesk.geocoding.dictionaries import base_registry, geolonia, mlit_blocks, mlit_towns
from ofdesk.geocoding.dictionaries.dictionary_file import DictionaryWriter
from ofdesk.geocoding.dictionaries.layouts import Layout, RowReader, layout_of, read_rows
from ofdesk.geocoding.dictionaries.numbers import numbers_of_file
from ofdesk.geocoding.dictionaries.placing import MunicipalityCheck, RowPlacer
from ofdesk.geocoding.dictionaries.positions import Positions
from ofdesk.geocoding.dictionaries.rows import Family, Reason, Refused, Reject, RowKind, SourceRow
from ofdesk.geocoding.dictionaries.tables import Source, Table, find_sources, opened_table
from ofdesk.geocoding.gazetteer import Gazetteer

MOST_REJECTS_KEPT = 1_000
MOST_TABLES = 10_000
_ROWS_PER_STEP = 2_000
_TEXT_CHARS = 200
_READERS = {mlit_towns.LAYOUT: mlit_towns.reader, mlit_blocks.LAYOUT: mlit_blocks.reader}
_READERS[geolonia.LAYOUT] = geolonia.reader
_LAYOUTS = (*_READERS, *base_registry.MASTERS, *base_registry.POSITIONS, *base_registry.UNUSED)
_ATTRIBUTIONS = {
    Family.MLIT_TOWN: "出典：国土交通省「位置参照情報 大字・町丁目レベル」を加工",
    Family.MLIT_BLOCK: "出典：国土交通省「位置参照情報 街区レベル」を加工",
    Family.GEOLONIA: "出典：Geolonia 住所データ（CC BY 4.0）を加工",
    Family.BASE_REGISTRY: "出典：デジタル庁「アドレス・ベース・レジストリ」を加工",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be imported, and under which name.

    Attributes:
        family: None lets the header rows tell.
    """

    name: str
    paths: tuple[Path, ...]
    imported_on: datetime.date
    family: Family | None = None


@dataclass(slots=True)
class ImportReport:
    """What an import took and refused.

    Attributes:
        read: rows with data in all master tables.
        taken: rows that passed every check; several may stand for one number.
        rejects: the first thousand refused; `reasons` counts all of them.
    """

    family: Family
    read: int = 0
    taken: int = 0
    towns: int = 0
    numbers: int = 0
    municipalities: int = 0
    reasons: Counter[Reason] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many rows were refused."""
        return sum(self.reasons.values())


class _Meter:
    """Counts packed bytes read, for progress."""

    def __init__(self, total: int, progress: Progress, cancel: Cancel) -> None:
        self._total, self._done = max(1, total), 0
        self._progress, self._cancel = progress, cancel

    def note(self, count: int) -> None:
        self._done += count

    def step(self) -> None:
        self._cancel.check()
        self._progress(min(99, 100 * self._done // self._total), 100, "dictionary.read")


class DictionaryImporter:
    """Imports with one gazetteer and one way to check municipalities."""

    def __init__(self, gazetteer: Gazetteer, check: MunicipalityCheck) -> None:
        self._gazetteer = gazetteer
        self._check = check

    def run(
        self,
        wish: Wish,
        target: Path,
        *,
        progress: Progress = no_progress,
        cancel: Cancel = NEVER_CANCELLED,
    ) -> ImportReport:
        """Write a dictionary to a file that is empty or not there yet.

        Raises:
            ReadError, DamagedFileError: a file cannot be read or is not what it should be; see `tables`,
                `zip_members`, `layouts`; also "dictionary.mixed", "dictionary.no_positions",
                "dictionary.no_master", "dictionary.nothing_taken".
            InputError: "dictionary.other_family": the files are not of the family wished for.
            WriteError: the target cannot be written.
            Cancelled: called off.
        """
        with ExitStack() as stack:
            tables = _find_tables(wish, stack)
            report = ImportReport(_family_of(tables, wish))
            _require_pairs(tables)
            meter = _Meter(sum(source.packed_bytes for source, _ in tables), progress, cancel)
            writer = DictionaryWriter(target)
            try:
                positions = Positions(target.with_name(f"{target.name}.positions"))
                stack.callback(positions.discard)
                for source, layout in tables:
                    if layout.positions_of:
                        _keep_positions(source, layout, positions, meter)
                positions.settle()
                work = _Work(RowPlacer(self._gazetteer, self._check), writer, positions, report, meter)
                for source, layout in tables:
                    if not layout.positions_of:
                        work.take(source, layout)
                if not report.taken:
                    raise DamagedFileError(
                        "dictionary.nothing_taken", path=str(wish.paths[0]), read=report.read
                    )
                cancel.check()
                report.towns, report.numbers, report.municipalities = writer.finish(_about(wish, report))
            except BaseException:
                writer.abandon()
                raise
        progress(100, 100, "dictionary.read")
        return report


@dataclass(slots=True)
class _Work:
    placer: RowPlacer
    writer: DictionaryWriter
    positions: Positions
    report: ImportReport
    meter: _Meter

    def take(self, source: Source, layout: Layout) -> None:
        """Take the rows of one master table."""
        report = self.report
        with opened_table(source, self.meter.note) as table:
            read = _reader(table, layout, self.positions)
            for row, cells in read_rows(table, layout, read):
                if report.read % _ROWS_PER_STEP == 0:
                    self.meter.step()
                report.read += 1
                reason = row.reason if isinstance(row, Refused) else self._take_row(row)
                if reason is None:
                    report.taken += 1
                    continue
                report.reasons[reason] += 1
                if len(report.rejects) < MOST_REJECTS_KEPT:
                    text = shown(",".join(cells), _TEXT_CHARS)
                    report.rejects.append(Reject(source.label, row.line, reason, text))

    def _take_row(self, row: SourceRow) -> Reason | None:
        number = None
        if row.kind is not RowKind.TOWN:
            number = numbers_of_file(row.numbers)
            if number is None:
                return Reason.NUMBER_UNREADABLE
        placed = self.placer.place(row)
        if isinstance(placed, Reason):
            return placed
        town, point = placed
        if number is None:
            self.writer.add_town(town, point)
        else:
            self.writer.add_number(town, row.kind, number, point, representative=row.representative)
        return None


def _find_tables(wish: Wish, stack: ExitStack) -> list[tuple[Source, Layout]]:
    sources = find_sources(list(wish.paths), stack)
    if len(sources) > MOST_TABLES:
        raise DamagedFileError("zip.too_large", path=str(wish.paths[0]))
    known = [(source, _layout_of(source)) for source in sources]
    tables = [(source, layout) for source, layout in known if not layout.unused]
    if not tables:
        raise DamagedFileError("dictionary.nothing_taken", path=str(wish.paths[0]), read=0)
    return tables


def _layout_of(source: Source) -> Layout:
    with opened_table(source, _unnoted) as table:
        return layout_of(table, _LAYOUTS)


def _unnoted(count: int) -> None:
    """Take note of nothing: header rows are read twice."""


def _family_of(tables: list[tuple[Source, Layout]], wish: Wish) -> Family:
    families = dict.fromkeys(layout.family for _, layout in tables)
    if len(families) > 1:
        raise DamagedFileError("dictionary.mixed", path=str(wish.paths[0]))
    family = next(iter(families))
    if wish.family not in (None, family):
        raise InputError("dictionary.other_family", path=str(wish.paths[0]), found=family.value)
    return family


def _require_pairs(tables: list[tuple[Source, Layout]]) -> None:
    """Refuse masters without any points, and points without their masters."""
    masters = {layout.name: source for source, layout in tables if layout.key and not layout.positions_of}
    points = {layout.positions_of: source for source, layout in tables if layout.positions_of}
    for name, source in masters.items():
        if name not in points:
            raise DamagedFileError("dictionary.no_positions", path=source.label, table=f"{name}_pos")
    for name, source in points.items():
        if name not in masters:
            raise DamagedFileError("dictionary.no_master", path=source.label, table=name)


def _keep_positions(source: Source, layout: Layout, positions: Positions, meter: _Meter) -> None:
    with opened_table(source, meter.note) as table:
        key, point = base_registry.key_reader(layout, table), base_registry.point_reader(layout, table)
        for count, (_, cells) in enumerate(table.rows):
            if count % _ROWS_PER_STEP == 0:
                meter.step()
            found = key(cells)
            if found:
                positions.add(f"{layout.positions_of}/{found}", point(cells))


def _reader(table: Table, layout: Layout, positions: Positions) -> RowReader:
    if layout.family is not Family.BASE_REGISTRY:
        return _READERS[layout](table)

    def find(key: str) -> tuple[str, str, str] | None:
        return positions.find(f"{layout.name}/{key}")

    return base_registry.reader(layout, table, find)


def _about(wish: Wish, report: ImportReport) -> dict[str, str]:
    return {
        "name": wish.name,
        "family": report.family.value,
        "imported_on": wish.imported_on.isoformat(),
        "sources": "\n".join(path.name for path in wish.paths),
        "attribution": _ATTRIBUTIONS[report.family],
        "read": str(report.read),
        "refused": str(report.refused),
    }
