"""The structure tree: every mark reached, every way back right, what is decoration left out."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pikepdf
import pytest
from tests.unit.press.samples import MemoryPhotos, SetText, Written, jpeg, page_of, written
from tests.unit.press.structure_text import marked_text, tree_text
from tests.unit.press.structure_walk import Walk, walked

from ofdesk.base.geometry import Rect
from ofdesk.drawing.display_list import Anchor, Group, Image, Ink, Link, Operation, Path, Stroke
from ofdesk.press.pdf import PdfOptions, PrintJob

SQUARE = Path((("M", 10, 10), ("L", 20, 10), ("L", 20, 20), ("Z",)), fill=Ink("rule"))


@pytest.fixture
def tagged(job: PrintJob) -> PrintJob:
    return dataclasses.replace(job, options=PdfOptions(tagged=True))


def walk_of(result: Written) -> Walk:
    with result.open() as pdf:
        walk = walked(pdf)
    assert walk.faults == []
    return walk


def kinds_of(job: PrintJob, *operations: Operation) -> list[str]:
    return walk_of(written([page_of(*operations)], job)).kinds[1:]


def test_a_page_with_everything_holds_together(
    tagged: PrintJob, set_text: SetText, photos: MemoryPhotos
) -> None:
    photo = Image(photos.add(jpeg(), (320, 240)), Rect(20, 80, 40, 30))
    halo = Stroke(Ink("paper"), 0.4)
    in_map = (SQUARE, Group((set_text("駅", halo=halo),), tag="Span"), SQUARE, Group((SQUARE,), clip=SQUARE))
    pages = [
        page_of(
            SQUARE,
            Group((set_text("見出し"),), tag="H1"),
            Group((set_text("本文、「約物」（括弧）。", y_mm=50.0), set_text("二行目", y_mm=55.0)), tag="P"),
            Link(Rect(15, 45, 40, 8), url="https://example.jp/"),
            Group((photo,), tag="Figure", alt="工場の写真"),
            Group(in_map, tag="Figure", alt="地図"),
            Group((set_text("12", y_mm=290.0),), tag="Artifact"),
            Anchor(f"page {index}"),
        )
        for index in range(2)
    ]
    result = written(pages, tagged)
    walk = walk_of(result)
    assert walk.kinds == ["Document", *["H1", "P", "Link", "Figure", "Figure", "Span"] * 2]
    assert walk.alts == ["工場の写真", "地図"] * 2
    with result.open() as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert (str(pdf.Root.Lang), str(pdf.docinfo.Title)) == ("ja-JP", "見本冊子")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.check_pdf_syntax() == []


def test_the_print_edition_bears_no_marks(job: PrintJob, set_text: SetText) -> None:
    result = written([page_of(Group((set_text("本文"),), tag="P"), SQUARE)], job)
    assert "BMC" not in result.content()
    assert "MCID" not in result.content()
    with result.open() as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert "/StructParents" not in pdf.pages[0].obj


def test_what_is_decoration_is_an_artifact_whatever_is_tagged_in_it(
    tagged: PrintJob, set_text: SetText
) -> None:
    decoration = Group((Group((set_text("飾り"),), tag="P"), SQUARE), tag="Artifact")
    assert kinds_of(tagged, decoration, Group((set_text("本文"),), tag="P")) == ["P"]


def test_readings_are_artifacts_within_their_line(tagged: PrintJob, set_text: SetText) -> None:
    reading = set_text("さんち", y_mm=36, size_pt=5, silent=True)
    line = (set_text("産地を"), reading, set_text("訪ねる", x_mm=40))
    assert kinds_of(tagged, Group(line, tag="P")) == ["P"]
    content = written([page_of(Group(line, tag="P"))], tagged).content()
    marks = re.findall(r"/(\w+) (?:<</MCID \d>> BDC|BMC)", content)
    assert marks == ["P", "Artifact", "P"]


def test_a_figure_that_says_nothing_is_left_out_but_not_the_words_in_it(
    tagged: PrintJob, set_text: SetText
) -> None:
    words = Group((set_text("名前"),), tag="P")
    assert kinds_of(tagged, Group((SQUARE, words), tag="Figure"), Group((SQUARE,), tag="Figure")) == ["P"]


def test_headings_never_skip_a_level_even_over_pages(tagged: PrintJob, set_text: SetText) -> None:
    def page(*tags: str) -> Any:
        return page_of(*(Group((set_text(tag),), tag=tag) for tag in tags))

    walk = walk_of(written([page("H2", "H3"), page("H3", "H1", "H3")], tagged))
    assert walk.headings == [1, 2, 3, 1, 2]


def test_headings_in_a_figure_do_not_count(tagged: PrintJob, set_text: SetText) -> None:
    figure = Group((SQUARE, Group((set_text("図の題"),), tag="H2")), tag="Figure", alt="図")
    assert kinds_of(tagged, figure) == ["Figure", "P"]


def test_the_title_painted_over_a_map_is_read_before_it(tagged: PrintJob, set_text: SetText) -> None:
    figure = Group((SQUARE,), tag="Figure", alt="地図")
    title, text = Group((set_text("題"),), tag="H1"), Group((set_text("文"),), tag="P")
    assert kinds_of(tagged, figure, title, text) == ["H1", "Figure", "P"]
    assert kinds_of(tagged, figure, text, title) == ["Figure", "P", "H1"]


def test_neighbours_become_contents_lists_and_tables(tagged: PrintJob, set_text: SetText) -> None:
    def text(tag: str) -> Group:
        return Group((set_text("字"),), tag=tag)

    def group(tag: str, *tags: str) -> Group:
        return Group(tuple(text(one) for one in tags), tag=tag)

    entry = group("TOCI", "Reference", "P")
    assert kinds_of(tagged, entry, entry) == ["TOC", *["TOCI", "Reference", "P"] * 2]
    fact = (text("Lbl"), text("P"))
    assert kinds_of(tagged, *fact, *fact) == ["L", *["LI", "Lbl", "LBody", "P"] * 2]
    assert kinds_of(tagged, text("Lbl"), text("H1")) == ["P", "H1"]
    items = (group("LI", "Lbl", "P", "P"), SQUARE, group("LI", "P"))
    assert kinds_of(tagged, *items) == ["L", "LI", "Lbl", "LBody", "P", "P", "LI", "LBody", "P"]
    row = group("TR", "TH", "TD")
    assert kinds_of(tagged, row, SQUARE, row) == ["Table", *["TR", "TH", "TD"] * 2]
    tables = [Group((row, row), tag="Table"), Group((row,), tag="Table")]
    assert kinds_of(tagged, *tables).count("Table") == 2


def test_cells_say_what_they_head_and_empty_ones_keep_the_table_regular(
    tagged: PrintJob, set_text: SetText
) -> None:
    def row(*cells: tuple[str, str]) -> Group:
        groups = (Group((set_text(text),) if text else (), tag=tag) for tag, text in cells)
        return Group(tuple(groups), tag="TR")

    head = row(("TH", "項目"), ("TH", "割合"))
    rows = [row(("TH", "ある"), ("TD", "84%")), row(("TH", "ない"), ("TD", ""))]
    result = written([page_of(head, *rows)], tagged)
    assert walk_of(result).kinds == ["Document", "Table", "TR", "TH", "TH", *["TR", "TH", "TD"] * 2]
    with result.open() as pdf:
        (table,) = pdf.Root.StructTreeRoot.K.K
        scopes = [[str(cell.A.Scope) for cell in found.K if cell.S == "/TH"] for found in table.K]
    assert scopes == [["/Column", "/Column"], ["/Row"], ["/Row"]]


def test_figures_and_their_captions_stand_together(tagged: PrintJob, set_text: SetText) -> None:
    figure = Group((SQUARE,), tag="Figure", alt="図")
    caption = Group((set_text("撮影：見本"),), tag="Caption")
    found = kinds_of(tagged, figure, caption, caption, figure)
    assert found == ["Div", "Figure", "Caption", "Caption", "Figure"]


def test_phrases_in_another_language_say_which(tagged: PrintJob, set_text: SetText) -> None:
    def languages(job: PrintJob, *texts: str) -> list[tuple[str, str, str]]:
        groups = (Group((set_text(text, y_mm=20.0 + n * 10),), tag="P") for n, text in enumerate(texts))
        with written([page_of(*groups)], job).open() as pdf:
            text = marked_text(pdf.pages[0].obj).of_mark
            elements = list(pdf.Root.StructTreeRoot.K.K)
            elements += [k for e in elements for k in e.K if isinstance(k, pikepdf.Dictionary)]
            return [
                (str(e.S), str(e.Lang), "".join(text[int(k)] for k in e.K))
                for e in elements
                if "/Lang" in e
            ]

    mixed = "はりま工場の日 Harima Open Factory 2026年"
    assert languages(tagged, mixed, "Sample Metal Works", "RENEW", "見本 info@example.jp") == [
        ("/P", "en", "Sample Metal Works"),
        ("/Span", "en", "Harima Open Factory"),
    ]
    english = dataclasses.replace(tagged, info=dataclasses.replace(tagged.info, language="en"))
    assert languages(english, "The 見本の日 event", "Open Factory") == [("/Span", "ja", "見本の日")]


def test_the_text_in_the_order_of_the_tree_is_that_of_the_page(tagged: PrintJob, set_text: SetText) -> None:
    ops: list[Operation] = [
        Group((set_text("題「約物」（括弧）。Open Factory Day"),), tag="H1"),
        Group((set_text("12", y_mm=290.0),), tag="Artifact"),
        Group((set_text("本文", y_mm=50.0, halo=Stroke(Ink("paper"), 0.4)), SQUARE), tag="P"),
        Link(Rect(15, 45, 40, 8), url="https://example.jp/"),
    ]
    with written([page_of(*ops)], tagged).open() as pdf:
        (text,) = tree_text(pdf).values()
        assert text == "題「約物」（括弧）。Open Factory Day本文"
        assert marked_text(pdf.pages[0].obj).decoration == ["12"]


def test_links_are_told_by_the_words_they_lie_over(tagged: PrintJob, set_text: SetText) -> None:
    words = Group((set_text("東北の章", 20.0, 40.0),), tag="P")
    over, beside = Rect(15, 35, 40, 8), Rect(15, 200, 40, 8)
    page = page_of(
        Link(over, anchor="a"),
        words,
        Link(beside, anchor="a"),
        Link(beside, url="https://example.jp/"),
        Anchor("a"),
        label="7",
    )
    result = written([page], tagged)
    assert walk_of(result).kinds == ["Document", "P", "Link", "P", "Link", "P", "Link"]
    with result.open() as pdf:
        found = [str(annotation.Contents) for annotation in pdf.pages[0].obj.Annots]
    assert found == ["東北の章", "p. 7", "https://example.jp/"]


def test_links_lie_around_the_words_they_cover_and_need_an_element_that_can_hold_them(
    tagged: PrintJob, set_text: SetText
) -> None:
    figure = Group((SQUARE, Group((set_text("図の中"),), tag="P")), tag="Figure", alt="図")
    name = Group((set_text("名前", y_mm=60.0),), tag="P")
    number = Group((set_text("12", 18.0, 60.0),), tag="Lbl")
    lines = Group((set_text("一行目", y_mm=100.0), set_text("二行目", y_mm=110.0)), tag="P")
    tile, line = Rect(15, 30, 60, 40), Rect(15, 95, 60, 8)
    links = [Link(tile, url="https://example.jp/"), Link(line, url="https://example.jp/2")]
    result = written([page_of(figure, number, name, lines, *links)], tagged)
    assert walk_of(result).kinds[1:] == ["Figure", "P", "L", "LI", "Lbl", "LBody", "P", "Link", "P", "Link"]
    with result.open() as pdf:
        around, beside = (pdf.Root.StructTreeRoot.K.K[1].K[0].K[1].K[0].K[0], pdf.Root.StructTreeRoot.K.K[2])
        assert [isinstance(kid, pikepdf.Dictionary) for kid in around.K] == [False, True]
        assert [isinstance(kid, pikepdf.Dictionary) for kid in beside.K] == [False, True]
        words = [str(annotation.Contents) for annotation in pdf.pages[0].obj.Annots]
    assert words == ["図の中 12 名前", "一行目二行目"]


def test_words_under_a_refused_link_stay(tagged: PrintJob, set_text: SetText) -> None:
    words = Group((set_text("東北の章"),), tag="P")
    result = written([page_of(words, Link(Rect(15, 35, 40, 8), anchor="nowhere"))], tagged)
    assert walk_of(result).kinds == ["Document", "P"]


def test_what_the_document_is_stands_in_its_metadata_too(tagged: PrintJob, set_text: SetText) -> None:
    info = dataclasses.replace(tagged.info, title="見本 <冊子> & 地図\x00")
    result = written([page_of(Group((set_text("本文"),), tag="P"))], dataclasses.replace(tagged, info=info))
    with result.open() as pdf, pdf.open_metadata() as found:
        assert found["dc:title"] == "見本 <冊子> & 地図"
        assert found["dc:creator"] == ["見本経済産業局"]
        assert found["dc:language"] == {"ja-JP"}
        assert found["xmp:CreateDate"] == "2026-11-23T10:00:00+09:00"
        assert "pdfuaid:part" not in found  # nobody has looked whether the alternative texts tell enough


def test_refused_links_leave_no_empty_elements(tagged: PrintJob) -> None:
    page = page_of(Link(Rect(0, 0, 9, 9), anchor="nowhere"), Link(Rect(0, 0, 9, 9), url="file:///etc"))
    result = written([page], tagged)
    with result.open() as pdf:
        assert not pdf.Root.StructTreeRoot.K.get("/K")
    assert len(result.report.warnings) == 2


def test_a_tag_that_no_reader_knows_is_a_fault_of_the_program(tagged: PrintJob) -> None:
    with pytest.raises(ValueError, match="Paragraf"):
        written([page_of(Group((SQUARE,), tag="Paragraf"))], tagged)


def test_equal_pages_give_equal_bytes(tagged: PrintJob, set_text: SetText) -> None:
    pages = [page_of(Group((set_text("本文"),), tag="P"))]
    assert written(pages, tagged).data == written(pages, tagged).data


def test_the_walk_notices_faults(tagged: PrintJob, set_text: SetText) -> None:
    """The walk itself is tried on files that were damaged on purpose."""
    pages = [page_of(Group((set_text("一"),), tag="P"), Group((SQUARE,), tag="Figure", alt="図"))]
    with written(pages, tagged).open() as pdf:
        document = pdf.Root.StructTreeRoot.K
        first, second = document.K
        del second.Alt
        first.P = second
        owners = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
        owners[0], owners[1] = second, first
        pdf.pages[0].obj.Contents = pdf.make_stream(b"0 0 1 1 re f\n")
        faults = " ".join(walked(pdf).faults)
    assert isinstance(first, pikepdf.Dictionary)
    for expected in ("alternative", "another parent", "elsewhere", "neither", "differ"):
        assert expected in faults


def test_the_walk_notices_irregular_tables_links_without_annotation_and_lost_order(
    tagged: PrintJob, set_text: SetText
) -> None:
    def cell(tag: str, y_mm: float) -> Group:
        return Group((set_text("字", y_mm=y_mm),), tag=tag)

    rows = [Group((cell("TH", y_mm), cell("TD", y_mm)), tag="TR") for y_mm in (20.0, 30.0)]
    lines = [cell("P", 50.0), cell("P", 60.0)]
    link = Link(Rect(15, 45, 40, 8), url="https://example.jp/")
    with written([page_of(*rows, *lines, link)], tagged).open() as pdf:
        assert walked(pdf).faults == []
        table, linked, plain = document_kids = pdf.Root.StructTreeRoot.K.K
        table.K[0].K[0].A.Scope = pikepdf.Name.Column
        del table.K[1].K[1]
        del linked.K[0].K[1]
        document_kids[1], document_kids[2] = plain, linked
        faults = " ".join(walked(pdf).faults)
    for expected in ("irregular", "another scope", "without annotation", "out of the tree", "another order"):
        assert expected in faults


def test_small_objects_are_packed_and_all_found_again(tagged: PrintJob, set_text: SetText) -> None:
    """More objects than one stream takes, so that places in several streams are told apart."""
    groups = [Group((set_text(str(index), y_mm=float(index % 290)),), tag="P") for index in range(500)]
    result = written([page_of(*groups)], tagged)
    assert result.data.count(b"/ObjStm") == 3
    assert walk_of(result).kinds == ["Document", *["P"] * 500]
    with result.open() as pdf:
        assert pdf.check_pdf_syntax() == []
