"""Characters that the typeface lacks come from the faces that stand in for it."""

from __future__ import annotations

import pytest

from ofdesk.base.errors import ResourceError
from ofdesk.base.geometry import Rect
from ofdesk.drawing.display_list import GlyphRun
from ofdesk.drawing.fonts import BOLD, REGULAR, FontBook, load_built_in_fonts
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

STYLE = TextStyle(REGULAR, 10.0, 16.0)
ROOM = Rect(0.0, 0.0, 60.0, 60.0)
KOREAN = "NotoSansKR-Regular"
CHINESE = "NotoSansSC-Regular"


def told(ops: tuple[GlyphRun, ...]) -> list[tuple[str, str]]:
    return [(run.face, run.text) for run in ops]


def test_a_character_is_set_in_the_first_face_that_has_it(fonts: FontBook) -> None:
    frame = Composer(fonts).frame("工場の说明、한국어。", STYLE, ROOM)
    assert told(frame.ops) == [
        (REGULAR, "工場の"),
        (CHINESE, "说"),
        (REGULAR, "明、"),
        (KOREAN, "한국어"),
        (REGULAR, "。"),
    ]
    assert frame.missing == ()


def test_bold_words_find_bold_letters(fonts: FontBook) -> None:
    frame = Composer(fonts).frame("한국", TextStyle(BOLD, 10.0, 16.0), ROOM)
    assert told(frame.ops) == [("NotoSansKR-Bold", "한국")]


@pytest.mark.parametrize("vertical", [False, True], ids=["lines", "columns"])
def test_every_glyph_is_one_of_its_own_face_blanks_included(vertical: bool, fonts: FontBook) -> None:
    composer = Composer(fonts)
    text = "한국어 안내　工場 说话 东京 ABC 한 글"
    setter = composer.vertical if vertical else composer
    ops = setter.frame(text, STYLE, Rect(0.0, 0.0, 200.0, 200.0)).ops
    assert "".join(run.text for run in ops) == text
    faces = [run.face for run in ops for _ in run.texts]
    for number, char in enumerate(text):
        assert not char.isspace() or faces[number] == faces[number - 1]
    for run in ops:
        for glyph, char in zip(run.glyphs, run.texts, strict=True):
            assert glyph
            if char.isspace():  # columns print every blank as a narrow one and leave room for the rest
                face = fonts.face(run.face)
                assert (glyph,) in {face.shape(char).glyphs, face.shape(" ").glyphs}


def test_lines_with_other_faces_end_flush(fonts: FontBook) -> None:
    frame = Composer(fonts).frame("한국어로 안내하는 工場입니다。" * 12, STYLE, ROOM)
    assert len(frame.lines) > 5
    for line in frame.lines[:-1]:
        assert line.width_mm == pytest.approx(ROOM.width_mm, abs=0.3)


def test_what_no_face_has_is_missing_in_the_face_of_the_style(fonts: FontBook) -> None:
    frame = Composer(fonts).frame("工場🏭", STYLE, ROOM)
    assert {run.face for run in frame.ops} == {REGULAR}
    assert frame.missing == ("🏭",)


def test_faces_that_stand_in_are_read_when_they_are_needed() -> None:
    book = load_built_in_fonts()
    composer = Composer(book)
    composer.line("工場 ABC", STYLE)
    assert set(book.faces) == {REGULAR, BOLD}
    assert book.face(KOREAN) is book.face(KOREAN)
    with pytest.raises(ResourceError, match=r"font\.unknown"):
        book.face("Times")
