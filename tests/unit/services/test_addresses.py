"""Tables of addresses, answered in one process or shared among several."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ofdesk.base.errors import Cancelled, OfdeskError
from ofdesk.base.progress import CancelToken
from ofdesk.geocoding.matcher import AddressMatcher
from ofdesk.services import addresses
from ofdesk.services.address_workers import AddressWorkers, answer_here
from ofdesk.services.addresses import AddressTable, geocode_table

ROWS = ["大阪府八尾市本町一丁目1-1", "堺市堺区南瓦町3-1", "", "北区1-1", "大阪府堺市堺区新町5丁3-1"]


@pytest.fixture(scope="module")
def matcher() -> AddressMatcher:
    return AddressMatcher()


def table(folder: Path, rows: list[str]) -> AddressTable:
    source = folder / "in.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["番号", "住所"])
        writer.writerows([str(number), row] for number, row in enumerate(rows))
    return AddressTable(source, "住所", folder / "out.csv")


def answers(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_towns_stand_in_official_spelling_with_their_quarter(tmp_path: Path, matcher: AddressMatcher) -> None:
    wanted = table(tmp_path, ROWS)
    report = geocode_table(wanted, matcher)
    found = answers(wanted.target)
    assert [row["town"] for row in found] == ["本町一丁目", "南瓦町", "", "", "新町"]
    assert (report.rows, report.placed) == (5, 3)


def test_processes_answer_in_the_order_of_the_questions(tmp_path: Path, matcher: AddressMatcher) -> None:
    chunks = [[address] * 3 for address in ROWS]
    with AddressWorkers(2) as workers:
        shared = list(workers.answer(iter(chunks)))
    assert shared == list(answer_here(matcher, chunks))


def test_a_long_table_shared_is_the_table_answered_alone(
    tmp_path: Path, matcher: AddressMatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_SHARED_FROM", 10)
    monkeypatch.setattr(addresses, "_ROWS_PER_STEP", 4)
    wanted = table(tmp_path, ROWS * 5)
    geocode_table(wanted, matcher, cores=1)
    alone = wanted.target.read_bytes()
    geocode_table(wanted, matcher, cores=2)
    assert wanted.target.read_bytes() == alone


def test_a_dead_process_is_told(tmp_path: Path) -> None:
    with AddressWorkers(1) as workers:
        workers._processes[0]._process.kill()
        with pytest.raises(OfdeskError, match=r"task\.died"):
            list(workers.answer([["八尾市"]]))


def test_cancelling_leaves_what_stood_at_the_target(tmp_path: Path, matcher: AddressMatcher) -> None:
    wanted = table(tmp_path, ROWS)
    wanted.target.write_text("before", encoding="utf-8")
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        geocode_table(wanted, matcher, cancel=cancel)
    assert wanted.target.read_text(encoding="utf-8") == "before"
