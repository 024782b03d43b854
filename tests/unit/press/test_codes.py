"""Pages painted apart: what they call is the same wherever and in whatever order they are painted."""

from __future__ import annotations

import dataclasses
import io
import pickle

import pytest
from tests.unit.press.samples import MemoryPhotos, SetText, Written, jpeg, page_of, written

from ofdesk.base.geometry import Rect
from ofdesk.drawing.display_list import GlyphRun, Group, Image, Link, Page
from ofdesk.drawing.fonts import BOLD, REGULAR, FontBook
from ofdesk.press.codes import CodeShelf, LooseGlyph, characters_of, with_codes
from ofdesk.press.fonts import EmbeddedFace
from ofdesk.press.pdf import Painter, PdfOptions, PrintJob, write_pdf


def pages(set_text: SetText, photo: str) -> list[Page]:
    """Return pages with loose glyphs (ligatures, a gap), two faces, a picture and a link."""
    ligature = dataclasses.replace(set_text("abcdef"), texts=("o", "ff", "", "i", "c", "e"))
    return [
        page_of(set_text("見本の頁"), ligature, label="1"),
        page_of(set_text("別の頁", face=BOLD), set_text("\ue000なし"), Image(photo, Rect(0, 0, 40, 30))),
        page_of(Group((set_text("題"),), tag="H1"), Link(Rect(0, 0, 9, 9), url="https://example.jp/")),
        page_of(dataclasses.replace(ligature, texts=("o", "f", "f", "i", "ce", ""))),
    ]


@pytest.mark.parametrize("tagged", [False, True])
def test_pages_painted_apart_and_sent_make_the_same_file(
    job: PrintJob, set_text: SetText, photos: MemoryPhotos, tagged: bool
) -> None:
    job = dataclasses.replace(job, options=PdfOptions(tagged=tagged))
    made = pages(set_text, photos.add(jpeg(), (320, 240)))
    apart = {}
    for number in (3, 1, 0, 2):  # in another order, by two painters, and through a pickle as through a pipe
        painted = Painter(job.palette, job.fonts, job.options, job.info.language).paint(made[number])
        apart[number] = pickle.loads(pickle.dumps(painted))
    together = io.BytesIO()
    write_pdf([apart[number] for number in range(len(made))], together, job)
    assert together.getvalue() == written(made, job).data


def test_a_page_calls_glyphs_by_the_same_codes_whatever_is_set_beside_it(
    job: PrintJob, set_text: SetText
) -> None:
    alone = written([page_of(set_text("見本"))], job).content()
    behind = written([page_of(set_text("別の字を先に使う")), page_of(set_text("見本"))], job).content(1)
    assert alone == behind


def test_loose_glyphs_get_their_codes_behind_all_characters_in_order_of_use(
    job: PrintJob, set_text: SetText, fonts: FontBook
) -> None:
    run = dataclasses.replace(set_text("あい"), texts=("x", "い"))
    data = Written(written([page_of(run)], job).data, written([page_of(run)], job).report)
    characters = characters_of(fonts.face(REGULAR))
    assert f"<{len(characters) + 1:04X}{characters.index(ord('い')) + 1:04X}> Tj" in data.content()


def test_marks_are_replaced_in_the_order_of_the_page() -> None:
    asked: list[LooseGlyph] = []

    def code(glyph: LooseGlyph) -> int:
        asked.append(glyph)
        return 0x4000 + len(asked)

    one, other = LooseGlyph(REGULAR, 5, "ff"), LooseGlyph(REGULAR, 6, "")
    assert with_codes(b"<@A;0001@0;> Tj", {"@0;": one, "@A;": other}, code) == b"<400100014002> Tj"
    assert asked == [other, one]


def test_more_glyphs_than_a_font_can_hold_are_refused(fonts: FontBook) -> None:
    face = fonts.face(REGULAR)
    embedded = EmbeddedFace(face, CodeShelf(fonts).table(REGULAR), None)
    room = 0xFFFF - len(characters_of(face))
    for number in range(room):
        embedded.code_of(LooseGlyph(REGULAR, number, "ab"))
    with pytest.raises(ValueError, match="65535"):
        embedded.code_of(LooseGlyph(REGULAR, 0, "abc"))


def test_half_a_surrogate_pair_has_no_glyph_of_its_own(job: PrintJob) -> None:
    run = GlyphRun(REGULAR, 9.0, 10.0, 10.0, (0,), (0.0,), ("\ud842",))
    assert written([page_of(run)], job).report.pages == 1
