"""Booklet and MAP as files: what is written, what is told, what is refused before any work."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from tests.unit.press.structure_text import marked_text, tree_text
from tests.unit.press.structure_walk import walked
from tests.unit.services.small_project import EVENT_ID, crowded_catalogue, small_catalogue

from ofdesk.base.errors import Cancelled, InputError, WriteError
from ofdesk.base.geometry import Rect, Size
from ofdesk.base.progress import CancelToken
from ofdesk.booklet.outline import page_anchor
from ofdesk.booklet.plan import paginate
from ofdesk.drawing.display_list import Anchor, Group, Link, Operation, Page
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import AddRecord, SetBooklet, apply, set_field
from ofdesk.model.fields import TextType, specs_of
from ofdesk.model.ids import RecordId
from ofdesk.model.problems import Problem, Severity
from ofdesk.model.records import Edition
from ofdesk.model.settings import SECTION_PATTERNS, Section
from ofdesk.services.booklet_press import BookletChoice
from ofdesk.services.editions import WEB
from ofdesk.services.excerpt import linked_within
from ofdesk.services.map_output import write_map
from ofdesk.services.output import check_fit, write_booklet, write_edition
from ofdesk.storage.photo_store import PhotoStore

NOWHERE = "\U0001f984"  # a unicorn, which no Japanese text face has


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out.pdf"


def test_pages_are_those_of_the_plan(target: Path) -> None:
    stages: list[tuple[int, int, str]] = []
    report = write_booklet(
        small_catalogue(),
        PhotoStore(),
        target,
        progress=lambda done, total, code: stages.append((done, total, code)),
    )
    count = len(paginate(small_catalogue()).slots)
    assert (report.pages, report.warnings) == (count, ())
    assert report.size_bytes == target.stat().st_size
    assert stages[-1] == (count, count, "layout")
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == count


def test_equal_catalogues_give_equal_bytes(target: Path) -> None:
    write_booklet(small_catalogue(), PhotoStore(), target)
    first = target.read_bytes()
    write_booklet(small_catalogue(), PhotoStore(), target)
    assert target.read_bytes() == first


def test_characters_without_a_glyph_are_told_with_the_page_they_stand_on(target: Path) -> None:
    catalogue = small_catalogue()
    event = catalogue.get(EVENT_ID)
    assert event is not None
    catalogue = apply(catalogue, set_field(event, "overview_long", f"見本の{NOWHERE}です。"))
    page = paginate(catalogue).event_page[EVENT_ID]
    told = Problem(
        "fit.glyph_missing",
        Severity.ERROR,
        EVENT_ID,
        "overview_long",
        (("chars", f"{NOWHERE} U+{ord(NOWHERE):04X}"), ("page", str(page))),
    )
    for pages in (None, (page, page + 1)):
        report = write_booklet(catalogue, PhotoStore(), target, pages=pages)
        assert told in report.problems
        assert "pdf.glyph_missing" not in {warning.code for warning in report.warnings}


def test_pages_taken_out_warn_of_no_missing_places(target: Path) -> None:
    report = write_booklet(small_catalogue(), PhotoStore(), target, pages=(2, 4))
    assert (report.pages, report.warnings) == (3, ())
    assert write_map(small_catalogue(), PhotoStore(), target).warnings == ()


def test_page_numbers_count_from_the_booklets_first_number(target: Path) -> None:
    catalogue = small_catalogue()
    catalogue = apply(catalogue, SetBooklet("first_page_number", catalogue.booklet.first_page_number, 101))
    assert write_booklet(catalogue, PhotoStore(), target, pages=(101, 102)).pages == 2
    with pytest.raises(InputError) as caught:
        write_booklet(catalogue, PhotoStore(), target, pages=(1, 2))
    assert caught.value.code == "booklet.no_such_pages"
    assert caught.value.details["low"] == 101


def test_a_booklet_without_pages_is_refused(target: Path) -> None:
    catalogue = small_catalogue()
    none = tuple(Section(pattern=pattern, included=False) for pattern in SECTION_PATTERNS)
    catalogue = apply(catalogue, SetBooklet("sections", catalogue.booklet.sections, none))
    for pages in (None, (1, 3)):
        with pytest.raises(InputError, match=r"pdf\.no_pages"):
            write_booklet(catalogue, PhotoStore(), target, pages=pages)
    assert not target.exists()


def test_cancelled_nothing_is_written(target: Path) -> None:
    token = CancelToken()
    token.cancel()
    for write in (write_booklet, write_map):
        with pytest.raises(Cancelled):
            write(small_catalogue(), PhotoStore(), target, cancel=token)
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("write", [write_booklet, write_map])
def test_a_target_that_can_be_no_file_is_refused_before_any_work(write: object, tmp_path: Path) -> None:
    assert callable(write)
    with pytest.raises(WriteError, match=r"file\.no_folder"):
        write(small_catalogue(), PhotoStore(), tmp_path / "gone" / "out.pdf")
    with pytest.raises(WriteError, match=r"file\.not_a_file"):
        write(small_catalogue(), PhotoStore(), tmp_path)


def test_an_excerpt_keeps_the_links_within_and_all_else() -> None:
    rect = Rect(0, 0, 10, 10)
    kept: tuple[Operation, ...] = (
        Anchor(page_anchor(3)),
        Link(rect, anchor=page_anchor(4)),
        Link(rect, url="https://example.jp/"),
    )
    lost = Link(rect, anchor=page_anchor(9))
    page = Page(Size(210, 297), (*kept, lost, Group((lost, *kept))))
    (found,) = linked_within([page], (3, 4))
    assert found.ops == (*kept, Group(kept))


def test_texts_without_room_are_told_and_never_left_out_in_silence(target: Path) -> None:
    catalogue = crowded_catalogue()
    page = str(paginate(catalogue).event_page[EVENT_ID])
    problems = write_booklet(catalogue, PhotoStore(), target).problems
    assert problems
    assert {(one.code, one.record_id, one.severity) for one in problems} == {
        ("fit.overflow", EVENT_ID, Severity.ERROR)
    }
    assert page in {dict(one.details)["page"] for one in problems}
    assert check_fit(catalogue) == problems
    assert (
        check_fit(small_catalogue()) == write_booklet(small_catalogue(), PhotoStore(), target).problems == ()
    )


CANARY = "カナリア秘密9731"


def private_catalogue() -> Catalogue:
    """Return a catalogue with the canary in every private text of every record."""
    catalogue = small_catalogue()
    catalogue = apply(
        catalogue, AddRecord(Edition(id=RecordId("e" * 32), event=EVENT_ID, label="第1回", number=1))
    )
    for record in catalogue:
        for spec in specs_of(type(record)):
            if spec.private and isinstance(spec.type, TextType):
                held = catalogue.get(record.id)
                assert held is not None
                catalogue = apply(catalogue, set_field(held, spec.name, CANARY))
    return catalogue


def test_private_texts_reach_no_export(target: Path) -> None:
    catalogue = private_catalogue()
    assert sum(CANARY in repr(record) for record in catalogue) >= 3
    for write in (write_booklet, write_map):
        write(catalogue, PhotoStore(), target)
        document = pypdfium2.PdfDocument(target)
        shown = "".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        assert "見本" in shown
        assert "カナリア" not in shown
        with pikepdf.open(target) as pdf:
            for thing in pdf.objects:
                raw = thing.unparse()
                if isinstance(thing, pikepdf.Stream) and "/DCTDecode" not in str(thing.get("/Filter", "")):
                    raw += thing.read_bytes()
                for encoding in ("utf-8", "utf-16-be", "cp932"):
                    assert CANARY.encode(encoding) not in raw
                assert CANARY.encode("utf-16-be").hex().encode() not in raw.lower()


def test_the_web_edition_is_tagged_and_shows_the_trimmed_page(target: Path) -> None:
    choice = BookletChoice(edition=WEB)
    assert write_edition(crowded_catalogue(), PhotoStore(), target, choice).warnings == ()
    with pikepdf.open(target) as pdf:
        walk = walked(pdf)
        assert walk.faults == []
        assert {"H1", "H2", "P", "L", "TOC", "Table", "Link", "Figure"} <= set(walk.kinds)
        assert str(pdf.Root.Lang).startswith("ja")
        assert str(pdf.docinfo.Title) == crowded_catalogue().booklet.title
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert all(page.obj.CropBox == page.obj.TrimBox for page in pdf.pages)
        in_order, texts = tree_text(pdf), [marked_text(page.obj) for page in pdf.pages]
        for page, text in zip(pdf.pages, texts, strict=True):
            assert Counter(in_order.get(page.obj.objgen, "")) == Counter("".join(text.of_mark.values()))
    with pypdfium2.PdfDocument(target) as document:
        for index, text in enumerate(texts):
            seen = document[index].get_textpage().get_text_range()
            assert Counter("".join(text.all.split())) == Counter("".join(seen.split()))


def test_pages_of_the_web_edition_hold_together_on_their_own(target: Path) -> None:
    write_edition(crowded_catalogue(), PhotoStore(), target, BookletChoice((4, 6), WEB))
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == 3
        assert walked(pdf).faults == []


def test_the_print_edition_is_the_one_written_unasked(target: Path) -> None:
    write_booklet(small_catalogue(), PhotoStore(), target)
    unasked = target.read_bytes()
    write_edition(small_catalogue(), PhotoStore(), target, BookletChoice())
    assert target.read_bytes() == unasked
    assert b"StructTreeRoot" not in unasked
