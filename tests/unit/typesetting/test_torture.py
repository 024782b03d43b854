"""Few texts at few measures, written as PDF and judged by the counter that sees nothing but the PDF."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.bench import torture_check
from tests.bench.torture import write
from tests.bench.torture_check import Char, Line, Source, count, faults_of, paragraphs_of
from tests.unit.typesetting.specimens import FACTS, SPOKEN

TEXTS = json.loads((Path(torture_check.__file__).parent / "torture_texts.json").read_text("utf-8"))


@pytest.mark.parametrize("measure_em", [14.0, 23.0, 40.0])
def test_the_pdf_shows_no_fault(tmp_path: Path, measure_em: float) -> None:
    target = tmp_path / "torture.pdf"
    texts = [FACTS, SPOKEN, *TEXTS]
    write(texts, [measure_em], target)
    found = count(target, measure_em, texts)
    assert {kind for kind in found if found[kind]} - {"counted"} == {"lines"}
    assert found["counted"] <= 2  # of more than a hundred numbers before 年, 円 and the like
    assert found["lines"] * measure_em > len("".join(texts)) / 2  # it has seen the texts at all


def line(text: str, *, width_em: float = 1.0) -> Line:
    """Return a line of full-width characters, each at the distance of its width."""
    chars = (Char(char, 40 + 10 * width_em * place, 700, 10) for place, char in enumerate(text))
    return Line(tuple(chars))


def kinds(before: str, after: str, measure_em: float | None = None, **form: float) -> set[str]:
    """Return the faults of a text in two lines."""
    lines = [line(part, **form) for part in (before, after) if part]
    return {kind for kind, _ in faults_of(lines, Source(before + after, 40), measure_em or len(before))}


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("工場見学", "、産地", "start"),
        ("工場見学ち", "ょっと", "start"),
        ("工場見「", "産地の", "end"),
        ("価格は￥", "一万円", "end"),
        ("工場…", "…産地", "inseparable"),
        ("工場約1", "234社", "number"),
        ("工場約1,", "234社", "number"),
        ("重さは12", "㎏である", "unit"),
        ("重さは１２", "kgである", "unit"),
        ("価格は$", "12である", "unit"),
        ("工場で20", "25年の", "number"),
        ("工場2025", "年の", "counted"),
        ("工場のFac", "toryを", "word"),
        ("見よwww.exam", "ple.jp/を", "address"),
        ("見よwww.", "mi.jp/", None),
        ("見よhttps://example.jp/", "index.htmlを", None),
        ("工場の新", "工場", None),
    ],
)
def test_the_counter_sees_planted_faults(before: str, after: str, fault: str | None) -> None:
    found = kinds(before, after)
    assert fault in found if fault else not found


def test_the_counter_sees_lines_that_are_short_stretched_or_crushed() -> None:
    assert kinds("工場見学", "産地", 5) == {"not flush"}
    assert "stretched" in kinds("工場見学", "産地", 5.5, width_em=1.5)
    assert "stretched" in kinds("工場Aの", "産地", 5.1, width_em=1.35)  # beside Latin as well
    assert "crushed" in kinds("工場見学", "産地", 3.4, width_em=0.8)
    assert kinds("工場", "", 5) == set()  # the last line may be short


def test_the_counter_does_not_count_what_it_cannot_find_again() -> None:
    with pytest.raises(ValueError, match="産地"):
        list(paragraphs_of([line("工場")], ["産地"], 14))
