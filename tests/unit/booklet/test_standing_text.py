"""The subtitle in columns on the lively cover."""

import dataclasses

from tests.unit.booklet.catalogues import SETTINGS, small
from tests.unit.booklet.pages import left_out, page_of, runs

from ofdesk.booklet.toolkit import Toolkit, load_toolkit


def subtitle_runs(subtitle: str, toolkit: Toolkit) -> tuple[list[str], dict[tuple[str, str], int]]:
    """Return what stands in columns on the cover, and what found no room."""
    settings = dataclasses.replace(SETTINGS, subtitle=subtitle, theme=toolkit.theme.name)
    page = page_of("cover", dataclasses.replace(small(), booklet=settings), toolkit)
    return [run.text for run in runs(page) if run.vertical or run.turned], left_out(page)


def test_the_lively_cover_sets_its_subtitle_in_columns() -> None:
    lively = load_toolkit("ja", "lively")
    texts, lost = subtitle_runs("工場をひらく、地域がひらく", lively)
    assert "".join(texts) == "工場をひらく、地域がひらく"
    assert not lost.get(("booklet", "subtitle"))
    texts, lost = subtitle_runs("長い副題" * 60, lively)
    assert lost[("booklet", "subtitle")] > 0  # told, not clipped in silence


def test_other_covers_set_it_in_a_line(toolkit: Toolkit) -> None:
    assert subtitle_runs("工場をひらく", toolkit)[0] == []
    assert subtitle_runs("工場をひらく", load_toolkit("en", "lively"))[0] == []
