"""How numbers behind a town are read, in files and in addresses."""

from __future__ import annotations

import pytest

from ofdesk.geocoding.dictionaries.numbers import Numbers, label_of, numbers_of_file, read_numbers
from ofdesk.geocoding.dictionaries.rows import RowKind
from ofdesk.geocoding.normalise import fold


@pytest.mark.parametrize(
    ("written", "values", "read", "lot", "house"),
    [
        ("9-1", (9, 1), "9-1", False, False),
        ("９－１－３", (9, 1, 3), "9-1-3", False, False),
        ("-9-1", (9, 1), "-9-1", False, False),
        ("9番1号", (9, 1), "9番1号", False, True),
        ("12番3号 ビル2階", (12, 3), "12番3号", False, True),
        ("十二番三号", (12, 3), "12番3号", False, True),
        ("294番地", (294,), "294番地", True, False),
        ("1234番地5", (1234, 5), "1234番地5", True, False),
        ("1234番地の5", (1234, 5), "1234番地の5", True, False),
        ("1234の5", (1234, 5), "1234の5", False, False),
        ("5番", (5,), "5番", False, False),
        ("5番街区", (5,), "5番街区", False, False),
        ("9番1号301号室", (9, 1), "9番1号", False, True),
        ("9-1 301号室", (9, 1, 301), "9-1-301", False, False),
        ("9-1 3階", (9, 1), "9-1", False, False),
        ("9-1-2F", (9, 1), "9-1", False, False),
        ("3番地 見本工業", (3,), "3番地", True, False),
        ("9ビル", (9,), "9", False, False),
    ],
)
def test_numbers_of_an_address(
    written: str, values: tuple[int, ...], read: str, lot: bool, house: bool
) -> None:
    folded = fold(written).text
    found = read_numbers(folded)
    assert found is not None
    assert (found.values, folded[: found.ends[-1]], found.lot, found.house) == (values, read, lot, house)


@pytest.mark.parametrize(
    "written", ["", "番地", "見本ビル", "3階", "5丁目", "2号棟", "12345678", "--1", "東1"]
)
def test_what_is_no_number(written: str) -> None:
    assert read_numbers(fold(written).text) is None


def test_a_series_in_front_of_a_lot() -> None:
    assert read_numbers(fold("甲294番地1").text) == Numbers("甲", (294, 1), (6, 7), lot=True, house=False)
    assert read_numbers(fold("イ12").text) == Numbers("い", (12,), (3,), lot=False, house=False)


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (("12",), ("", (12, 0, 0))),
        (("１２",), ("", (12, 0, 0))),
        (("十二",), ("", (12, 0, 0))),
        (("294-1",), ("", (294, 1, 0))),
        (("294番地1",), ("", (294, 1, 0))),
        (("甲12",), ("甲", (12, 0, 0))),
        (("294", "1", ""), ("", (294, 1, 0))),
        (("294", "", ""), ("", (294, 0, 0))),
        (("甲294", "1", "2"), ("甲", (294, 1, 2))),
        (("", "1", "2"), None),
        (("0",), None),
        (("294", "x", ""), None),
        (("294-1", "2", ""), None),
        (("ヲ1",), None),
    ],
)
def test_numbers_of_a_file(cells: tuple[str, ...], read: object) -> None:
    assert numbers_of_file(cells) == read


@pytest.mark.parametrize(
    ("kind", "series", "numbers", "label"),
    [
        (RowKind.BLOCK, "", (9, 0, 0), "9番"),
        (RowKind.RESIDENCE, "", (9, 1, 0), "9番1号"),
        (RowKind.RESIDENCE, "", (9, 1, 2), "9番1-2号"),
        (RowKind.PARCEL, "", (294, 0, 0), "294番地"),
        (RowKind.PARCEL, "甲", (294, 1, 0), "甲294番地1"),
        (RowKind.PARCEL, "い", (294, 1, 2), "イ294番地1-2"),
    ],
)
def test_a_label_reads_like_an_address(
    kind: RowKind, series: str, numbers: tuple[int, int, int], label: str
) -> None:
    assert label_of(kind, series, numbers) == label
