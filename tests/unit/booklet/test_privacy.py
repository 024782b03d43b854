"""Private fields never reach a page: a canary in each of them is looked for in all that a booklet holds."""

from __future__ import annotations

import re

import pytest
from tests.unit.booklet.catalogues import filled
from tests.unit.booklet.pages import lay_out, links, operations, source_of, words_of

from ofdesk.booklet.map_pages import MapArea, map_page
from ofdesk.booklet.outline import bookmarks, document_info
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import Group, Image, Operation, Page
from ofdesk.model.fields import PartType, specs_of
from ofdesk.model.parts import Location
from ofdesk.model.records import RECORD_TYPES

CANARY = "カナリア{field}"
SONG = "カナリア"


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
    catalogue = filled("見本{field}", CANARY, language=language)
    chosen = toolkit if language == "ja" else english_toolkit
    pages = lay_out(catalogue, chosen)
    assert len(pages) == 17
    assert [page.label for page in pages if SONG in told(page)] == []


@pytest.mark.parametrize(
    "area", [MapArea("nation"), MapArea("region", "kinki"), MapArea("prefecture", "大阪府")]
)
def test_no_map_tells_what_is_private(area: MapArea, toolkit: Toolkit) -> None:
    assert SONG not in told(map_page(area, source_of(filled("見本{field}", CANARY)), toolkit))


def test_no_bookmark_and_no_document_information_tells_what_is_private(toolkit: Toolkit) -> None:
    catalogue = filled("見本{field}", CANARY)
    marks = bookmarks(source_of(catalogue).plan, toolkit.wording)
    assert SONG not in repr(marks) + repr(document_info(catalogue))


def test_the_canary_sings_when_a_public_field_holds_it(toolkit: Toolkit) -> None:
    """The search itself is sound: public texts of every kind of record are found on the pages."""
    pages = lay_out(filled("見本{field}", CANARY), toolkit)
    everything = "".join(told(page) for page in pages)
    for field in ("event.name", "factory.can_see", "edition.theme", "forum.summary", "survey.question"):
        assert f"見本{field}" in everything
    for field in ("link.sentence", "report.summary", "booklet.greeting", "Organiser.name", "Person.role"):
        assert f"見本{field}" in everything
    assert any(isinstance(op, Image) for page in pages for op in operations(page.ops))


def test_there_are_private_fields_to_protect() -> None:
    private = {f"{kind.kind}.{spec.name}" for kind in RECORD_TYPES for spec in specs_of(kind) if spec.private}
    private |= {f"Location.{spec.name}" for spec in specs_of(Location) if spec.private}
    assert len(private) >= 9
    catalogue = filled("見本{field}", CANARY)
    sung = repr(catalogue.project) + "".join(map(repr, catalogue))
    reached = set(re.findall(rf"{SONG}([A-Za-z]+\.[a-z_]+)", sung))
    textual = {name for name in private if not name.endswith("_on")}  # dates cannot sing
    assert textual <= reached


def test_the_private_fields_of_parts_are_declared_so() -> None:
    parts = {
        spec.type.part for kind in RECORD_TYPES for spec in specs_of(kind) if isinstance(spec.type, PartType)
    }
    assert Location in parts
