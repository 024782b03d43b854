"""The table of mergers: every row leads to a municipality of today."""

from __future__ import annotations

import pytest
from gazetteer_former import followed, read_rows

from ofdesk.geocoding.gazetteer import Gazetteer

CURRENT = {("滋賀県", "甲賀市"): [1], ("埼玉県", "さいたま市"): [2, 3]}


def row(name: str, successor: str, prefecture: str = "滋賀県") -> dict[str, str]:
    return {
        "prefecture": prefecture,
        "name": name,
        "successor_prefecture": prefecture,
        "successor": successor,
        "year": "2004",
    }


def test_the_gazetteer_holds_every_row_with_its_heirs() -> None:
    rows, gazetteer = read_rows(), Gazetteer()
    assert len(rows) > 1_800
    assert len({(r["prefecture"], r["name"], r["successor"]) for r in rows}) == len(rows)
    official = {one.prefecture + one.full_name for one in gazetteer.municipalities()}
    listed = {(r["prefecture"], r["name"]) for r in rows}
    for r in rows:
        assert r["prefecture"] + r["name"] not in official
        heir = (r["successor_prefecture"], r["successor"])
        assert "".join(heir) in official or heir in listed
        assert 1999 <= int(r["year"]) <= 2026


def test_a_chain_of_mergers_is_followed_to_its_end() -> None:
    rows = [row("甲賀郡旧町", "中町"), row("中町", "甲賀市")]
    assert followed(rows, CURRENT) == [("滋賀県", "甲賀郡旧町", [1]), ("滋賀県", "中町", [1])]


def test_a_city_with_wards_is_all_of_them_and_a_divided_village_both_its_heirs() -> None:
    divided = [row("旧村", "甲賀市"), row("旧村", "中町"), row("中町", "甲賀市")]
    rows = [row("浦和市", "さいたま市", "埼玉県"), *divided]
    assert followed(rows, CURRENT)[:2] == [("埼玉県", "浦和市", [2, 3]), ("滋賀県", "旧村", [1])]


@pytest.mark.parametrize(
    "rows", [[row("旧町", "見本市")], [row("甲賀市", "甲賀市")], [row("旧町", "中町"), row("中町", "旧町")]]
)
def test_a_row_that_leads_nowhere_is_refused(rows: list[dict[str, str]]) -> None:
    with pytest.raises(ValueError):
        followed(rows, CURRENT)
