"""The file's structure as a printer's or a reader's program sees it."""

from __future__ import annotations

import dataclasses

import pikepdf
import pytest
from tests.unit.press.samples import A4, SetText, page_of, written

from ofdesk.base.errors import InputError
from ofdesk.base.geometry import Rect, Size
from ofdesk.drawing.display_list import Anchor, Bookmark, DocumentInfo, Ink, Link, Path
from ofdesk.drawing.fonts import BOLD
from ofdesk.press.navigation import ascii_address
from ofdesk.press.pdf import PdfOptions, PrintJob
from ofdesk.press.reports import PdfWarning

A4_WIDTH_PT = 595.2756  # 210 mm × 72 / 25.4
A4_HEIGHT_PT = 841.8898  # 297 mm × 72 / 25.4
BLEED_PT = 8.5039  # 3 mm × 72 / 25.4


def numbers(box: object) -> list[float]:
    return [float(edge) for edge in box]  # type: ignore[attr-defined]


def test_trim_lies_inside_bleed_inside_media(job: PrintJob) -> None:
    with written([page_of()], job).open() as pdf:
        page = pdf.pages[0].obj
        outer = [0, 0, A4_WIDTH_PT + 2 * BLEED_PT, A4_HEIGHT_PT + 2 * BLEED_PT]
        trim = [BLEED_PT, BLEED_PT, BLEED_PT + A4_WIDTH_PT, BLEED_PT + A4_HEIGHT_PT]
        assert numbers(page.MediaBox) == pytest.approx(outer, abs=1e-3)
        assert numbers(page.BleedBox) == pytest.approx(outer, abs=1e-3)
        assert numbers(page.TrimBox) == pytest.approx(trim, abs=1e-3)
        assert "/CropBox" not in page


def test_a_preview_shows_the_trimmed_page(job: PrintJob) -> None:
    job = dataclasses.replace(job, options=PdfOptions(shown="trim"))
    with written([page_of()], job).open() as pdf:
        assert numbers(pdf.pages[0].obj.CropBox) == numbers(pdf.pages[0].obj.TrimBox)


def test_pages_keep_their_own_sizes(job: PrintJob) -> None:
    pages = [page_of(bleed_mm=0.0), page_of(size=Size(420.0, 297.0), bleed_mm=0.0)]
    with written(pages, job).open() as pdf:
        widths = [numbers(page.obj.MediaBox)[2] for page in pdf.pages]
    assert widths == pytest.approx([A4_WIDTH_PT, 2 * A4_WIDTH_PT], abs=1e-3)


def test_syntax_holds(job: PrintJob, set_text: SetText) -> None:
    pages = [page_of(set_text("検査"), Anchor("a"), Link(Rect(0, 0, 10, 10), anchor="a")) for _ in range(3)]
    with written(pages, job).open() as pdf:
        assert pdf.check_pdf_syntax() == []


def test_every_font_is_embedded_as_a_subset_and_no_other_is_named(job: PrintJob, set_text: SetText) -> None:
    result = written([page_of(set_text("並字"), set_text("太字", face=BOLD, y_mm=60.0))], job)
    with result.open() as pdf:
        fonts = [thing for thing in pdf.objects if is_dictionary(thing, "/Font")]
        top = [font for font in fonts if font.Subtype == "/Type0"]
        assert sorted(str(font.BaseFont).split("+")[1] for font in top) == [
            "NotoSansJP-Bold",
            "NotoSansJP-Regular",
        ]
        for font in top:
            tag = str(font.BaseFont)[1:].split("+")[0]
            assert len(tag) == 6
            assert tag.isupper()
            descendant = font.DescendantFonts[0]
            program = descendant.FontDescriptor.FontFile2.read_bytes()
            assert len(program) == int(descendant.FontDescriptor.FontFile2.Length1) < 20_000
            assert "/ToUnicode" in font
        assert {str(font.Subtype) for font in fonts} == {"/Type0", "/CIDFontType2"}
    assert b"Helvetica" not in result.data
    assert b"ASCII85" not in result.data


def is_dictionary(thing: object, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind


def test_an_unused_face_is_not_embedded(job: PrintJob, set_text: SetText) -> None:
    assert b"NotoSansJP-Bold" not in written([page_of(set_text("並字"))], job).data


def test_contents_are_compressed(job: PrintJob) -> None:
    square = Path((("M", 0, 0), ("L", 10, 0), ("L", 10, 10), ("Z",)), fill=Ink("text"))
    with written([page_of(*[square] * 500)], job).open() as pdf:
        contents = pdf.pages[0].obj.Contents
        assert contents.Filter == "/FlateDecode"
        assert len(contents.read_raw_bytes()) < len(contents.read_bytes()) / 10


def test_readers_show_title_language_and_dates(job: PrintJob) -> None:
    info = DocumentInfo(
        "冊子 (試)",
        author="局",
        subject="概要",
        keywords=("工場", "open"),
        created="2026-11-23T09:30:05+09:00",
    )
    with written([page_of()], dataclasses.replace(job, info=info)).open() as pdf:
        assert pdf.Root.Lang == "ja-JP"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        shown = {key: str(value) for key, value in pdf.docinfo.items()}
    assert shown["/Title"] == "冊子 (試)"
    assert shown["/Author"] == "局"
    assert shown["/Subject"] == "概要"
    assert shown["/Keywords"] == "工場, open"
    assert shown["/CreationDate"] == shown["/ModDate"] == "D:20261123093005+09'00'"
    assert shown["/Trapped"] == "/False"


@pytest.mark.parametrize("date", ["gestern", "2026-11-23T09:30:05"])
def test_a_date_without_offset_is_refused(job: PrintJob, date: str) -> None:
    with pytest.raises(InputError) as refused:
        written([page_of()], dataclasses.replace(job, info=DocumentInfo("t", created=date)))
    assert refused.value.code == "pdf.bad_date"


def test_a_file_without_pages_is_refused(job: PrintJob) -> None:
    with pytest.raises(InputError) as refused:
        written([], job)
    assert refused.value.code == "pdf.no_pages"


def test_links_lead_forwards_to_the_place_of_their_anchor(job: PrintJob) -> None:
    first = page_of(Link(Rect(20.0, 50.0, 60.0, 8.0), anchor="chapter"))
    second = page_of(Anchor("chapter", 100.0))
    result = written([first, second], job)
    assert result.report.warnings == ()
    with result.open() as pdf:
        link = pdf.pages[0].obj.Annots[0]
        assert link.Subtype == "/Link"
        # x 20 + 3 bleed = 23 mm = 65.197 pt; foot 297 + 3 − 58 = 242 mm = 685.984 pt; 60 × 8 mm
        assert numbers(link.Rect) == pytest.approx([65.197, 685.984, 235.276, 708.661], abs=1e-3)
        page, kind, left, top, _zoom = list(link.Dest)
        assert page.objgen == pdf.pages[1].obj.objgen
        assert str(kind) == "/XYZ"
        assert float(left) == 0
        assert float(top) == pytest.approx(566.929, abs=1e-3)  # 300 − 100 = 200 mm


def test_what_leads_nowhere_is_left_out_and_reported(job: PrintJob) -> None:
    link = Link(Rect(0, 0, 10, 10), anchor="nowhere")
    twice = (Anchor("here"), Anchor("here", 9.0))
    refused = Link(Rect(0, 0, 10, 10), url="file:///etc/passwd")
    job = dataclasses.replace(job, bookmarks=(Bookmark("無い", "gone"),))
    result = written([page_of(), page_of(link, *twice, refused)], job)
    assert result.report.warnings == (
        PdfWarning("pdf.anchor_twice", 1, "here"),
        PdfWarning("pdf.anchor_missing", 1, "nowhere"),
        PdfWarning("pdf.link_refused", 1, "file:///etc/passwd"),
        PdfWarning("pdf.anchor_missing", -1, "gone"),
    )
    with result.open() as pdf:
        assert len(pdf.pages[1].obj.Annots) == 0
        assert "/Outlines" not in pdf.Root


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.jp/a?b=c#d", "https://example.jp/a?b=c#d"),
        ("https://example.jp/見", "https://example.jp/%E8%A6%8B"),
        ("https://日本語.jp/", "https://xn--wgv71a119e.jp/"),
        ("https://example.jp/%E8%A6%8B", "https://example.jp/%E8%A6%8B"),
        ("mailto:mihon@example.jp", "mailto:mihon@example.jp"),
        ("tel:+81-6-0000-0000", "tel:+81-6-0000-0000"),
        ("javascript:alert(1)", None),
        ("FILE:///C:/x", None),
        ("https://[bad", None),
        ("", None),
    ],
)
def test_web_addresses_become_ascii_or_no_link(url: str, expected: str | None) -> None:
    assert ascii_address(url) == expected


def test_a_web_link_carries_its_address(job: PrintJob) -> None:
    page = page_of(Link(Rect(0, 0, 10, 10), url="https://example.jp/見本"))
    with written([page], job).open() as pdf:
        action = pdf.pages[0].obj.Annots[0].A
        assert str(action.URI) == "https://example.jp/%E8%A6%8B%E6%9C%AC"


def test_the_outline_nests_as_the_bookmarks_do(job: PrintJob) -> None:
    marks = (
        Bookmark("表紙", "a"),
        Bookmark("東北", "b"),
        Bookmark("催し一", "c", 1),
        Bookmark("催し二", "d", 1),
        Bookmark("奥付", "e"),
    )
    pages = [page_of(Anchor(name)) for name in "abcde"]
    with written(pages, dataclasses.replace(job, bookmarks=marks)).open() as pdf:
        with pdf.open_outline() as outline:
            tree = [(item.title, [child.title for child in item.children]) for item in outline.root]
        assert tree == [("表紙", []), ("東北", ["催し一", "催し二"]), ("奥付", [])]
        third = pdf.Root.Outlines.First.Next.First.Dest
        assert third[0].objgen == pdf.pages[2].obj.objgen
        assert pdf.Root.PageMode == "/UseOutlines"


def test_a_bookmark_that_skips_a_level_hangs_under_the_last_one(job: PrintJob) -> None:
    marks = (Bookmark("深", "a", 3), Bookmark("浅", "b", 1), Bookmark("次", "c", 2))
    pages = [page_of(Anchor(name)) for name in "abc"]
    with (
        written(pages, dataclasses.replace(job, bookmarks=marks)).open() as pdf,
        pdf.open_outline() as outline,
    ):
        (root,) = outline.root
        assert root.title == "深"
        assert [child.title for child in root.children] == ["浅"]
        assert [child.title for child in root.children[0].children] == ["次"]


def test_readers_count_pages_as_they_are_printed(job: PrintJob) -> None:
    pages = [page_of(label=label) for label in ("", "3", "4", "付録", "9")]
    with written(pages, job).open() as pdf:
        assert [page.label for page in pdf.pages] == ["", "3", "4", "付録", "9"]


def test_cmyk_is_written_when_asked_for(job: PrintJob) -> None:
    square = Path((("M", 0, 0), ("L", 10, 0), ("Z",)), fill=Ink("region.kinki", 0.5))
    job = dataclasses.replace(job, options=PdfOptions(colour="cmyk"))
    # 柿 is M65 Y80; half of it
    assert "0 0.325 0.4 0 k\n" in written([page_of(square)], job).content()


def test_the_size_is_that_of_the_file(job: PrintJob) -> None:
    result = written([page_of(size=A4)], job)
    assert result.report.bytes == len(result.data)
    assert result.report.pages == 1
