"""Private fields never reach a page: a canary in each of them is looked for in all that a booklet holds."""

from __future__ import annotations

import pytest
from tests.unit.booklet.catalogues import CODES, PART_TYPES, filled
from tests.unit.booklet.pages import lay_out, links, source_of, words_of

from ofdesk.booklet.map_content import MapArea
from ofdesk.booklet.map_sheets import map_page
from ofdesk.booklet.outline import bookmarks, document_info
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Group, Image, Operation, Page
from ofdesk.model.fields import ListType, TextType, specs_of
from ofdesk.model.records import RECORD_TYPES
from ofdesk.model.settings import BookletSettings, Project

OWNERS: dict[str, type] = {
    **{kind.kind: kind for kind in RECORD_TYPES},
    **{part.__name__: part for part in PART_TYPES},
    "booklet": BookletSettings,
    "project": Project,
}
SONG = "鴉"
PRIVATE, PUBLIC = f"{SONG}{{field}}", "見{field}"
# Public texts that no page prints: what only staff need, what is said by other means, the usual names of
# axes, and the credit of a layer whose data nobody knows here.
NOT_PRINTED = {
    "CalloutPlace.sheet",
    "DaySlot.hours",
    "DaySlot.programme",
    "RecordFilter.words",
    "booklet.axis_names",
    "booklet.theme",
    "edition.municipalities",
    "edition.source_note",
    "event.aliases",
    "layer.credit",
    "layer.name",
    "layer.source_note",
    "link.source_note",
    "participation.booking_how",
    "participation.programme",
    "participation.source_note",
    "photo.source_note",
    "project.title",
    "report.source_note",
    "survey.source_note",
}


def alternatives(ops: tuple[Operation, ...]) -> list[str]:
    found = [op.alt for op in ops if isinstance(op, (Group, Image))]
    for op in ops:
        if isinstance(op, Group):
            found += alternatives(op.ops)
    return found


def told(page: Page) -> str:
    """Return every text a page holds, set or not."""
    addresses = [link.url for link in links(page)]
    return "".join([words_of(page), *alternatives(page.ops), *addresses, page.label])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_tells_what_is_private(language: str, toolkit: Toolkit, english_toolkit: Toolkit) -> None:
    catalogue = filled(PUBLIC, PRIVATE, language=language)
    chosen = toolkit if language == "ja" else english_toolkit
    pages = lay_out(catalogue, chosen)
    assert len(pages) == 24
    assert [page.label for page in pages if SONG in told(page)] == []


@pytest.mark.parametrize(
    "area", [MapArea("nation"), MapArea("region", "kinki"), MapArea("prefecture", "大阪府")]
)
def test_no_map_tells_what_is_private(area: MapArea, toolkit: Toolkit) -> None:
    assert SONG not in told(map_page(area, source_of(filled(PUBLIC, PRIVATE)), toolkit))


def test_no_bookmark_and_no_document_information_tells_what_is_private(toolkit: Toolkit) -> None:
    catalogue = filled(PUBLIC, PRIVATE)
    marks = bookmarks(source_of(catalogue).plan, toolkit.wording)
    assert SONG not in repr(marks) + repr(document_info(catalogue))


def public_texts() -> set[str]:
    """Return the public text fields of records, parts and settings, addresses and private ones left aside."""
    found = set()
    for name, owner in OWNERS.items():
        for spec in specs_of(owner):
            kind = spec.type.item if isinstance(spec.type, ListType) else spec.type
            if isinstance(kind, TextType) and not spec.private and not spec.hidden:
                found.add(f"{name}.{spec.name}")
    return found - {f"{kind.kind}.{name}" for kind in RECORD_TYPES for name in ("order", "owner", "state")}


def test_the_search_is_sound_every_public_text_is_found_or_known_to_be_left_away(
    toolkit: Toolkit, english_toolkit: Toolkit
) -> None:
    """A private text would be found as the public ones are: their rooms are wide enough in this catalogue."""
    pages = lay_out(filled(PUBLIC, PRIVATE), toolkit)
    pages += lay_out(filled(PUBLIC, PRIVATE, language="en"), english_toolkit)
    assert [box for page in pages for box in page.fields if box.left_out_chars] == []
    everything = "".join(told(page) for page in pages)
    missing = {name for name in public_texts() if PUBLIC.replace("{field}", CODES[name]) not in everything}
    assert sorted(missing) == sorted(NOT_PRINTED)


def test_every_private_text_is_in_the_catalogue_that_is_searched() -> None:
    catalogue = filled(PUBLIC, PRIVATE)
    held = repr(catalogue.project) + "".join(map(repr, catalogue))
    private = [
        f"{name}.{spec.name}" for name, owner in OWNERS.items() for spec in specs_of(owner) if spec.private
    ]
    assert len(private) >= 9
    textual = [name for name in private if not name.endswith("_on")]  # dates cannot sing
    assert [name for name in textual if f"{SONG}{CODES[name]}" not in held] == []
