"""Headings break between phrases, keep whole what the weights misjudge, and lose nothing by it."""

import hashlib
from pathlib import Path

import pytest

from ofdesk.base.geometry import Rect
from ofdesk.base.resources import resource_path
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.phrases import phrase_starts
from ofdesk.typesetting.style import TextStyle

HEADING = TextStyle(size_pt=20, leading_pt=28, align="left", phrases=True)


def lines_of(composer: Composer, text: str, measure_em: float, style: TextStyle = HEADING) -> list[str]:
    return [line.text for line in composer.paragraph(text, style, measure_em * style.em_mm).lines]


@pytest.mark.parametrize(
    "parted",
    ["職人の|手仕事を|間近に|見られる|工房めぐり", "工場を|ひらく、|地域が|ひらく", "関の|工場参観日"],
)
def test_phrases_are_told_apart(parted: str) -> None:
    text = parted.replace("|", "")
    starts = phrase_starts(text)
    assert "".join(("|" if place in starts else "") + char for place, char in enumerate(text)) == parted


@pytest.mark.parametrize(
    ("text", "measure_em", "lines"),
    [
        ("職人の手仕事を間近に見られる工房めぐり", 13, ["職人の手仕事を間近に", "見られる工房めぐり"]),
        ("地域一体型オープンファクトリー", 10, ["地域一体型", "オープンファクトリー"]),
        ("工場をひらく、地域がひらく", 9, ["工場をひらく、", "地域がひらく"]),
        ("工場をひらく、地域がひらく", 12, ["工場をひらく、", "地域がひらく"]),  # of like length
        ("第13回燕三条工場の祭典", 8, ["第13回", "燕三条工場の祭典"]),
        ("見本市・中見本市・小見本市の工房", 9, ["見本市・中見本市・", "小見本市の工房"]),
    ],
)
def test_headings_break_between_phrases(
    composer: Composer, text: str, measure_em: float, lines: list[str]
) -> None:
    assert lines_of(composer, text, measure_em) == lines


def test_no_heading_leaves_a_single_character_on_its_last_line(composer: Composer) -> None:
    texts = ("職人の手仕事を間近に見られる工房", "見本の町工場が扉をひらく日", "産地をめぐる旅へ行こう！")
    for text in texts:
        for measure_em in range(5, len(text)):
            assert len(lines_of(composer, text, measure_em)[-1]) > 1, (text, measure_em)


def test_body_text_and_readings_are_left_alone(composer: Composer) -> None:
    text = "職人の手仕事を間近に見られる工房めぐり"
    body = TextStyle(size_pt=20, leading_pt=28, align="justify", phrases=True)
    assert len(lines_of(composer, text, 13, body)[0]) == 13
    ruby = "職人《しょくにん》の手仕事を間近に見られる工房めぐり"
    assert lines_of(composer, ruby, 13) == lines_of(composer, text, 13)


def test_whole_phrases_never_cost_the_end_of_a_heading(composer: Composer) -> None:
    # 13 + 12 characters fill two lines of 13; between phrases they would take three.
    text = "職人の手仕事を間近に見られる工房をめぐり歩く一日です"
    rect = Rect(0, 0, 13 * HEADING.em_mm, 3 * HEADING.leading_mm)
    assert composer.frame(text, HEADING, rect, max_lines=2).left_out_chars == 0


def test_the_weights_are_those_of_the_notice() -> None:
    digest = hashlib.sha256(resource_path("phrases", "ja.json").read_bytes()).hexdigest()
    assert digest in Path(resource_path("NOTICES.md")).read_text(encoding="utf-8")
    assert "Apache License" in resource_path("phrases", "LICENSE").read_text(encoding="utf-8")
