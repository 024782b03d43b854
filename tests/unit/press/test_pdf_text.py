"""Copying and searching: what a reader takes out of the file is what was typed."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.press.samples import SetText, page_of, written

from ofdesk.base.geometry import Rect
from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.display_list import GlyphRun, Ink, Page, Stroke
from ofdesk.drawing.fonts import FontBook
from ofdesk.drawing.glyph_forms import GLYPH_FORMS, features_of
from ofdesk.press.codes import characters_of
from ofdesk.press.fonts import to_unicode, widths_array
from ofdesk.press.pdf import PrintJob
from ofdesk.press.reports import PdfWarning
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

Extract = Callable[[bytes, Path], str]

TEXTS = (
    "地域一体型オープンファクトリー",
    "𠮟られた𠮷野家の見本",  # beyond U+FFFF: surrogate pairs in the CMap
    "﨑山と髙橋、①②⑳、㍿㈱",
    "工場と⼯場は別の字",  # the radical shares the glyph of 工
    "Office fi ffl FactorISM 2025",
    "東京都 台東区 1-2-3",
    "e\u0301 か\u3099 パピプ ｶﾞ",
    "〜～—－‐ー",
    "(括弧) <山> \\円 %#[]",
    "한국어 안내와 东京の说明",  # from faces that stand in
)


def with_pdfium(data: bytes, folder: Path) -> str:
    document = pypdfium2.PdfDocument(data)
    text = document[0].get_textpage().get_text_range()
    document.close()
    return str(text)


def with_poppler(data: bytes, folder: Path) -> str:
    file = folder / "text.pdf"
    file.write_bytes(data)
    run = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(file), "-"], check=True, capture_output=True, timeout=30
    )
    return run.stdout.decode("utf-8")


def rasterise(data: bytes) -> bytes:
    document = pypdfium2.PdfDocument(data)
    pixels = document[0].render(scale=1.0).to_numpy().tobytes()
    document.close()
    return bytes(pixels)


EXTRACTORS = [with_pdfium, with_poppler] if shutil.which("pdftotext") else [with_pdfium]
extractors = pytest.mark.parametrize("extract", EXTRACTORS)


@extractors
@pytest.mark.parametrize("text", TEXTS)
def test_text_comes_out_as_it_went_in(
    extract: Extract, text: str, job: PrintJob, set_text: SetText, tmp_path: Path
) -> None:
    assert extract(written([page_of(set_text(text))], job).data, tmp_path).strip() == text


@extractors
def test_a_condensed_line_and_a_haloed_name_come_out_once(
    extract: Extract, job: PrintJob, set_text: SetText, tmp_path: Path
) -> None:
    page = page_of(
        set_text("長体の見本", scale_x=0.7),
        set_text("鯖江市", y_mm=60.0, halo=Stroke(Ink("paper"), 0.6)),
    )
    assert extract(written([page], job).data, tmp_path).split() == ["長体の見本", "鯖江市"]


def spaced(run: GlyphRun, gap_em: float, after: str) -> GlyphRun:
    """Return a run with a gap (negative: pulled closer) after every glyph whose text is in `after`."""
    offsets, moved = [], 0.0
    for offset, text in zip(run.offsets_mm, run.texts, strict=True):
        offsets.append(offset + moved)
        moved += pt_to_mm(run.size_pt) * gap_em * (text in after)
    return dataclasses.replace(run, offsets_mm=tuple(offsets))


@extractors
@pytest.mark.parametrize("halo", [None, Stroke(Ink("paper"), 0.6)])
@pytest.mark.parametrize("gap_em", [-0.5, -0.25, 0.05, 0.1, 0.125, 0.25, 0.5, 1.0])
@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("参加企業76社がFactoryを公開", "業6がy"),  # quarter-em spaces between Japanese and Latin
        ("東北地方の工房", "東北地方の工房"),  # area names spaced wide
        ("「見本」、（工場）。", "」、（）"),  # contracted 約物
    ],
)
def test_gaps_between_glyphs_do_not_become_spaces(
    extract: Extract,
    text: str,
    after: str,
    gap_em: float,
    halo: Stroke | None,
    job: PrintJob,
    set_text: SetText,
    tmp_path: Path,
) -> None:
    run = spaced(set_text(text, halo=halo), gap_em, after)
    assert extract(written([page_of(run)], job).data, tmp_path).strip() == text


def test_only_the_glyphs_around_a_gap_are_tied(job: PrintJob, set_text: SetText) -> None:
    content = written([page_of(spaced(set_text("企業76社の工場"), 0.25, "業6"))], job).content()
    spans = re.findall("ActualText <FEFF([0-9A-F]+)>", content)
    assert [bytes.fromhex(span).decode("utf-16-be") for span in spans] == ["業7", "6社"]


@extractors
def test_vertical_text_reads_as_one_line(
    extract: Extract, job: PrintJob, set_text: SetText, tmp_path: Path
) -> None:
    page = page_of(set_text("縦組みの見本", vertical=True))
    assert extract(written([page], job).data, tmp_path).strip() == "縦組みの見本"


def set_in_form(fonts: FontBook, text: str, form: str, *, vertical: bool = False) -> Page:
    style = TextStyle(size_pt=40.0, leading_pt=60.0, features=features_of(form) if form else ())
    composer, room = Composer(fonts), Rect(20.0, 20.0, 150.0, 150.0)
    return page_of(*(composer.vertical if vertical else composer).frame(text, style, room).ops)


@extractors
@pytest.mark.parametrize("form", GLYPH_FORMS)
@pytest.mark.parametrize(
    ("text", "vertical"),
    # Out of columns pdfium takes no selectors, with or without a form.
    [("辻葛唖菲", False), ("辻葛唖菲", True), ("辻辻\U000e0101と辻", False)],
)
def test_forms_of_a_style_read_as_the_characters_typed(
    extract: Extract, form: str, text: str, vertical: bool, job: PrintJob, fonts: FontBook, tmp_path: Path
) -> None:
    data = written([set_in_form(fonts, text, form, vertical=vertical)], job).data
    assert extract(data, tmp_path).strip() == text


@pytest.mark.parametrize("vertical", [False, True])
def test_forms_of_a_style_are_in_the_subset(vertical: bool, job: PrintJob, fonts: FontBook) -> None:
    typed, by_style, by_selector = (
        rasterise(written([set_in_form(fonts, text, form, vertical=vertical)], job).data)
        for text, form in (("辻葛", ""), ("辻葛", "jis90"), ("辻\U000e0100葛\U000e0100", ""))
    )
    assert by_style == by_selector
    assert by_style != typed


@extractors
def test_a_cluster_of_several_glyphs_reads_as_its_characters(
    extract: Extract, job: PrintJob, set_text: SetText, tmp_path: Path
) -> None:
    run = set_text("前q\u0323後")
    assert run.texts == ("前", "q\u0323", "", "後")
    result = written([page_of(run)], job)
    assert extract(result.data, tmp_path).strip() == "前q\u0323後"
    assert result.content().count("/ActualText <FEFF00710323>") == 1
    # The face has no dot below: reported with the character it belongs to.
    assert result.report.warnings == (PdfWarning("pdf.glyph_missing", 0, "q\u0323"),)


@example([chr(0x20000 + index) for index in range(250)])
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=3), max_size=350))
def test_every_code_maps_to_its_text_in_blocks_of_a_hundred(texts: list[str]) -> None:
    cmap = to_unicode(dict(enumerate(texts, start=1))).decode("ascii")
    read: dict[int, str] = {}
    blocks = re.findall(r"(\d+) beginbfchar\n(.*?)endbfchar", cmap, re.DOTALL)
    for promised, block in blocks:
        entries = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", block)
        assert len(entries) == int(promised) <= 100
        read |= {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in entries}
    assert read == {code: text for code, text in enumerate(texts, start=1) if text}


def test_widths_leave_out_those_of_one_em() -> None:
    widths = {9: 500, 1: 500, 2: 1000, 3: 1000, 4: 224, 5: 225}
    assert widths_array(widths) == b"[1 [500] 4 [224 225] 9 [500]]"


def test_widths_in_the_file_are_those_of_the_face(job: PrintJob, set_text: SetText, fonts: FontBook) -> None:
    run = set_text("Wi工")
    with written([page_of(run)], job).open() as pdf:
        descendant = pdf.pages[0].obj.Resources.Font.F1.DescendantFonts[0]
        assert int(descendant.DW) == 1000
        # A character's code is its rank in the face; the missing glyph (0) and 工 are one em, the default.
        shaped = fonts.face(run.face).shape("Wi", (("kern", False),))
        ranks = [characters_of(fonts.face(run.face)).index(ord(char)) + 1 for char in "Wi"]
        told = list(descendant.W)
        widths = [round(em * 1000) for em in shaped.advances_em]
        assert [int(code) for code in told[::2]] == ranks
        assert [int(width) for one in told[1::2] for width in one] == widths
