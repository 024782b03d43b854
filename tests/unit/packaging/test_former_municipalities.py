"""The table of mergers: every row leads to a municipality of today."""

from __future__ import annotations

import pytest
from gazetteer_former import numbered, read_rows, successor

from ofdesk.geocoding.gazetteer import Gazetteer

CURRENT = {("滋賀県", "甲賀市"): [1], ("埼玉県", "さいたま市"): [2, 3], ("岐阜県", "中津川市"): [4]}


def row(name: str, successors: str, prefecture: str = "滋賀県") -> dict[str, str]:
    return {"prefecture": prefecture, "name": name, "successors": successors, "year": "2004"}


def test_every_row_leads_to_municipalities_of_today_and_names_none_of_them() -> None:
    rows = read_rows()
    official = {
        place
        for one in Gazetteer().municipalities()
        for place in ((one.prefecture, one.full_name), (one.prefecture, one.name))
    }
    assert len(rows) > 1_900
    assert len({(r["prefecture"], r["name"]) for r in rows}) == len(rows)
    for r in rows:
        assert (r["prefecture"], r["name"]) not in official
        for heir in r["successors"].split("/"):
            assert successor(r["prefecture"], heir) in official
        assert 1980 <= int(r["year"]) <= 2026


def test_a_city_with_wards_is_all_of_them_and_a_divided_village_both_its_heirs() -> None:
    rows = [row("浦和市", "さいたま市", "埼玉県"), row("山口村", "岐阜県中津川市/甲賀市")]
    assert numbered(rows, CURRENT) == [("埼玉県", "浦和市", [2, 3]), ("滋賀県", "山口村", [4, 1])]


@pytest.mark.parametrize("rows", [[row("旧町", "見本市")], [row("甲賀市", "甲賀市")]])
def test_a_row_that_leads_nowhere_is_refused(rows: list[dict[str, str]]) -> None:
    with pytest.raises(ValueError, match=r"municipality|still"):
        numbered(rows, CURRENT)
