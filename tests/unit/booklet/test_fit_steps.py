"""How a page's texts give way: in the order of the theme's ladder, all together, never beyond its limits."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from tests.unit.booklet.catalogues import SETTINGS, event, record_id, small
from tests.unit.booklet.pages import page_of, runs

from ofdesk.base.geometry import Rect
from ofdesk.booklet.fit_ladder import FitStep, read_ladder
from ofdesk.booklet.fit_steps import gives_way, lost_on
from ofdesk.booklet.overflow import OVERFLOW, TIGHTENED, overflow_on, tightened_on
from ofdesk.booklet.page_builder import PageBuilder
from ofdesk.booklet.patterns import PATTERNS
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import GlyphRun, Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.parts import PageLayout
from ofdesk.model.problems import Severity
from ofdesk.model.records import Factory

SENTENCE = "職人が手を止めて、来場者に一つずつ工程を説明する。"


def told(chars: int, layout: PageLayout | None = None) -> Catalogue:
    """Return a catalogue with one event, whose overview has so many characters."""
    text = (SENTENCE * (chars // len(SENTENCE) + 1))[:chars]
    one = event(1, overview_short="短い概要。", overview_long=text, layout=layout)
    return Catalogue.of([one], None, SETTINGS)


def event_page(toolkit: Toolkit, chars: int, layout: PageLayout | None = None) -> Page:
    return page_of("event", told(chars, layout), toolkit)


def body_of(page: Page) -> GlyphRun:
    return max((run for run in runs(page) if "職人" in run.text), key=lambda run: len(run.glyphs))


@pytest.fixture(scope="module")
def lengths(toolkit: Toolkit) -> dict[int, int]:
    """Return for each step of the ladder a length of the overview that needs it, in the order found."""
    found: dict[int, int] = {}
    for chars in range(1000, 1900, 16):
        page = event_page(toolkit, chars)
        found.setdefault(page.tightened.step if page.tightened else 0, chars)
        if lost_on(page):
            break
    return found


def test_a_growing_text_takes_each_step_in_order_and_then_is_a_problem(
    toolkit: Toolkit, lengths: dict[int, int]
) -> None:
    assert list(lengths) == sorted(lengths)
    assert {0, 1, 2, 3, 4, 5, toolkit.theme.ladder.last} <= set(lengths)
    for step, chars in lengths.items():
        page = event_page(toolkit, chars)
        if lost_on(page):
            continue
        assert [problem.severity for problem in tightened_on([page])] == [Severity.NOTE] * bool(step)
    over = event_page(toolkit, 1900)
    (problem,) = overflow_on([over])
    assert (problem.code, problem.field) == (OVERFLOW, "overview_long")
    assert tightened_on([over]) == ()  # it would say that the text fits


def test_each_step_keeps_to_its_limits(toolkit: Toolkit, lengths: dict[int, int]) -> None:
    plain = toolkit.theme.styles["body"]
    for step, chars in lengths.items():
        run, kept = body_of(event_page(toolkit, chars)), toolkit.theme.ladder.factors("body", step)
        assert run.size_pt == pytest.approx(plain.size_pt * kept.size)
        assert run.scale_x == pytest.approx(kept.width)
        assert run.scale_x >= 0.95
        assert run.size_pt >= 6.0


def test_the_note_tells_by_how_much(toolkit: Toolkit, lengths: dict[int, int]) -> None:
    first, size, width = (
        tightened_on([event_page(toolkit, lengths[step])])[0] for step in (1, 4, toolkit.theme.ladder.last)
    )
    assert first.code == TIGHTENED[0]
    assert first.field == "overview_long"
    assert dict(first.details).items() >= {"leading": "3", "size": "0", "width": "100"}.items()
    assert (size.code, dict(size.details)["size"]) == (TIGHTENED[1], "5")
    assert (width.code, dict(width.details)["width"]) == (TIGHTENED[2], "95")


def test_a_text_with_room_stands_as_designed(toolkit: Toolkit) -> None:
    page = event_page(toolkit, 300)
    assert page.tightened is None
    run = body_of(page)
    assert (run.size_pt, run.scale_x) == (toolkit.theme.styles["body"].size_pt, 1.0)


def test_a_name_too_long_for_its_line_does_not_shrink_the_text_below(toolkit: Toolkit) -> None:
    one = event(1, overview_short="短い概要。", overview_long=SENTENCE, catchphrase="働く。" * 60)
    page = page_of("event", Catalogue.of([one], None, SETTINGS), toolkit)
    assert [problem.field for problem in overflow_on([page])] == ["catchphrase"]
    assert page.tightened is None


def test_all_entries_of_a_page_stand_in_one_size(toolkit: Toolkit) -> None:
    catalogue = small()
    factories = catalogue.all_of(Factory)
    for number, factory in enumerate(factories):
        text = SENTENCE * (7 if number == 0 else 1)
        catalogue = catalogue.with_record(dataclasses.replace(factory, can_see=text))
    page = page_of("factory_list", catalogue, toolkit)
    assert page.tightened is not None
    assert not lost_on(page)
    sizes = {(run.size_pt, run.scale_x) for run in runs(page) if "職人" in run.text}
    assert len(sizes) == 1
    assert sizes != {(7.0, 1.0)} or page.tightened.step <= 2


@pytest.mark.parametrize("percent", [85, 115])
def test_a_size_chosen_by_hand_comes_before_the_steps(
    toolkit: Toolkit, lengths: dict[int, int], percent: int
) -> None:
    layout = PageLayout(text_percent=percent)
    plain, run = toolkit.theme.styles["body"], body_of(event_page(toolkit, 300, layout))
    assert run.size_pt == pytest.approx(plain.size_pt * percent / 100)
    fits = lost_on(event_page(toolkit, lengths[toolkit.theme.ladder.last], layout)) == 0
    assert fits == (percent < 100)


def test_an_entry_may_be_set_smaller_than_its_neighbours(toolkit: Toolkit) -> None:
    catalogue = small()
    first, *others = catalogue.all_of(Factory)
    assert others
    catalogue = catalogue.with_record(
        dataclasses.replace(first, can_see=SENTENCE, layout=PageLayout(text_percent=90))
    )
    catalogue = catalogue.with_record(dataclasses.replace(others[0], can_see=SENTENCE))
    sizes = [run.size_pt for run in runs(page_of("factory_list", catalogue, toolkit)) if "職人" in run.text]
    assert {round(size, 2) for size in sizes} == {6.3, 7.0}


def line_in(builder: PageBuilder, text: str, width_mm: float, field: tuple[str, str] | None) -> GlyphRun:
    builder.line(text, builder.style("value"), Rect(20, 20, width_mm, 6), field=field)
    return runs(builder.finish(with_folio=False))[-1]


def test_a_single_line_is_set_smaller_before_it_is_narrowed(toolkit: Toolkit) -> None:
    style = toolkit.theme.styles["value"]
    text = "文" * 20
    natural = 20 * style.size_mm
    own = (record_id(1), "name")
    for share, size, scale in ((1.0, 1.0, 1.0), (0.975, 0.975, 1.0), (0.85, 0.85, 1.0), (0.83, 0.85, 0.976)):
        run = line_in(PageBuilder(toolkit, 1), text, natural * share + 0.001, own)
        assert run.size_pt == pytest.approx(style.size_pt * size)
        assert run.scale_x == pytest.approx(scale, abs=0.002)
    builder = PageBuilder(toolkit, 1)
    assert line_in(builder, text, natural * 0.79, own).scale_x == pytest.approx(0.95)
    assert builder.finish().fields[0].left_out_chars > 0
    # Words of the booklet itself have no reader who could shorten them.
    assert line_in(PageBuilder(toolkit, 1), text, natural * 0.81, None).text == text


def test_maps_and_lists_of_fixed_rows_stay_as_they_are() -> None:
    assert {name for name in PATTERNS if gives_way(name)} == {
        "colophon",
        "event",
        "event_more",
        "factory_list",
        "forums",
        "greeting",
        "how_to_read",
        "links",
        "reports",
        "six_events",
        "statistics",
    }


def table(**changes: Any) -> dict[str, Any]:
    usual = {"leading": [0.9], "size": [0.8], "width": [0.95]}
    whole = {"least_size": 6, "steps": usual, "styles": {"body": {}}, "line": {"size": [0.9], "width": 0.9}}
    return {**whole, **changes}


def test_a_ladder_is_read_in_the_order_of_its_kinds() -> None:
    ladder = read_ladder(table(styles={"body": {}, "entry": {"size": [0.7]}}))
    assert ladder.styles["body"] == (FitStep(0.9), FitStep(0.9, 0.8), FitStep(0.9, 0.8, 0.95))
    assert ladder.styles["entry"][1] == FitStep(0.9, 0.7)
    assert ladder.factors("title", 2) == FitStep()
    assert ladder.limited(6.5, 0.8) == 6.0
    assert ladder.limited(5.0, 0.8) == 5.0


@pytest.mark.parametrize(
    "damaged",
    [
        table(steps={"leading": [0.9, 0.95], "size": [], "width": []}),
        table(steps={"leading": [1.2], "size": [], "width": []}),
        table(styles={"body": {}, "small": {"size": [0.9, 0.8]}}),
    ],
)
def test_a_damaged_ladder_is_refused(damaged: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"factors|steps"):
        read_ladder(damaged)
