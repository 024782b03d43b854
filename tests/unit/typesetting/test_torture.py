"""Few texts at few measures, written as PDF and judged by the counter that sees nothing but the PDF."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.bench.torture import write
from tests.bench.torture_check import Char, Line, count, faults_of
from tests.unit.typesetting.specimens import FACTS, SPOKEN


@pytest.mark.parametrize("measure_em", [14.0, 23.0, 40.0])
def test_the_pdf_shows_no_fault(tmp_path: Path, measure_em: float) -> None:
    target = tmp_path / "torture.pdf"
    write([FACTS, SPOKEN], [measure_em], target)
    words = frozenset({"KOUBA", "Factory", "Tour", "Made", "Mihon", "Sanjo", "ISO", "JIS"})
    found = count(target, measure_em, words)
    assert {kind for kind in found if found[kind]} == {"lines"}
    assert found["lines"] * measure_em > len(FACTS + SPOKEN) / 2  # it has seen the text at all


def line(text: str, *, width_em: float = 1.0) -> Line:
    """Return a line of full-width characters, each at the distance of its width."""
    chars = (Char(char, 40 + 10 * width_em * place, 700, 10) for place, char in enumerate(text))
    return Line(tuple(chars), goes_on=True)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("工場見学", "、産地", "start"),
        ("工場見「", "産地の", "end"),
        ("工場…", "…産地", "inseparable"),
        ("工場約1", "234社", "number"),
        ("工場の新", "工場", None),
    ],
)
def test_the_counter_sees_planted_faults(before: str, after: str, fault: str | None) -> None:
    found = set(faults_of(line(before), line(after), len(before), frozenset()))
    assert found == ({fault} if fault else set())


def test_the_counter_sees_lines_that_are_short_or_stretched() -> None:
    following = line("産地")
    assert set(faults_of(line("工場見学"), following, 5, frozenset())) == {"not flush"}
    stretched = line("工場見学", width_em=1.5)
    assert "stretched" in set(faults_of(stretched, following, 5.5, frozenset()))
    last = replace(line("工場"), goes_on=False)
    assert list(faults_of(last, following, 5, frozenset())) == []
