"""The display list is plain data: comparable, hashable, transferable between processes."""

import pickle

from ofdesk.base.geometry import Rect, Size
from ofdesk.drawing.display_list import FieldBox, GlyphRun, Group, Ink, Page, Path, Stroke


def page() -> Page:
    run = GlyphRun("Sample", 10.0, 20.0, 30.0, (5, 7), (0.0, 3.5), ("見", "本"), Ink("text", 0.8))
    rule = Path((("M", 0.0, 0.0), ("L", 10.0, 0.0)), stroke=Stroke(Ink("rule"), 0.1))
    return Page(
        Size(210, 297), (Group((run, rule), tag="P"),), fields=(FieldBox("r", "f", Rect(0, 0, 1, 1)),)
    )


def test_equal_pages_are_equal_and_have_equal_hashes() -> None:
    assert page() == page()
    assert hash(page()) == hash(page())


def test_pages_travel_between_processes() -> None:
    assert pickle.loads(pickle.dumps(page())) == page()


def test_a_run_tells_its_text() -> None:
    group = page().ops[0]
    assert isinstance(group, Group)
    run = group.ops[0]
    assert isinstance(run, GlyphRun)
    assert run.text == "見本"
