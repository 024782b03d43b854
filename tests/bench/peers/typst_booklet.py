"""The booklet's texts and photos set by Typst, as a peer: the same records, pages and pictures, no maps.

    python -m tests.bench.peers.typst_booklet FILE.ofdesk FOLDER

writes FOLDER/booklet.typ with its photos. Typst (PyPI `typst`) sets it; it is no part of the product.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from ofdesk.booklet.facts import Fact
from ofdesk.booklet.pictures import pictures_of
from ofdesk.booklet.plan import PageSlot, Plan, paginate
from ofdesk.booklet.record_facts import event_facts, factory_facts
from ofdesk.booklet.wording import Wording, load_wording
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory, Record
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project

RecordT = TypeVar("RecordT", bound=Record)

_HEAD = """\
#set page(paper: "a4", margin: (top: 18mm, bottom: 20mm, left: 20mm, right: 16mm), numbering: "1")
#set text(font: "Noto Sans JP", lang: "ja", size: 8.5pt)
#set par(justify: true, leading: 0.65em, spacing: 0.65em)
#let label(words) = text(7pt, fill: rgb("#d8682c"), weight: "bold", words)
#let facts(rows) = for (name, value) in rows {
  grid(columns: (22mm, 1fr), label(name), value)
  line(length: 100%, stroke: 0.25pt + luma(70%))
}
#let bled(photo) = if photo != none {
  place(top + left, dx: -20mm, dy: -18mm, image(photo, width: 210mm, height: 118mm, fit: "cover"))
  v(104mm)
}
#let event(name, reading, photo, overview, rows) = {
  bled(photo)
  text(7pt, reading)
  heading(name)
  columns(2, gutter: 6mm, overview)
  facts(rows)
  pagebreak(weak: true)
}
#let entry(number, name, reading, photo, summary, rows) = block(height: 60mm, clip: true, {
  line(length: 100%, stroke: 0.7pt + rgb("#d8682c"))
  strong([#number #name])
  text(6pt, reading)
  grid(columns: (1fr, 26mm), gutter: 3mm,
    { set text(7pt); summary; facts(rows) },
    if photo != none { image(photo, width: 26mm, height: 19.5mm, fit: "cover") })
})
#let factories(..entries) = { grid(columns: (1fr, 1fr), gutter: 4mm, ..entries); pagebreak(weak: true) }
#let listed(rows) = {
  columns(2, for (name, number) in rows [#name #box(width: 1fr, repeat[.]) #number \\ ])
  pagebreak(weak: true)
}
"""


def write_source(catalogue: Catalogue, photos: PhotoStore, folder: Path) -> Path:
    """Write the source and its photos into a folder; returns the source."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "booklet.typ"
    writer = _Writer(catalogue, photos, folder)
    source.write_text(_HEAD + "\n".join(writer.pages(paginate(catalogue))), encoding="utf-8")
    return source


class _Writer:
    def __init__(self, catalogue: Catalogue, photos: PhotoStore, folder: Path) -> None:
        self._catalogue, self._photos, self._folder = catalogue, photos, folder
        self._wording: Wording = load_wording("ja")

    def pages(self, plan: Plan) -> Iterator[str]:
        """Yield the pages of our own plan whose content Typst can set."""
        entries = [(entry.title or entry.key, str(entry.number)) for entry in plan.entries]
        yield f"#listed({_rows(entries)})"
        for slot in plan.slots:
            if slot.pattern == "event":
                yield self._event(self._record(Event, slot.records[0]))
            elif slot.pattern == "factory_list":
                yield self._factories(slot, plan)
            elif slot.pattern == "index":
                page = plan.index[slot.part]
                names = [(row.text, str(row.number)) for column in page for row in column]
                yield f"#listed({_rows(names)})"

    def _record(self, kind: type[RecordT], record: RecordId) -> RecordT:
        found = self._catalogue.find(kind, record)
        assert found is not None
        return found

    def _event(self, event: Event) -> str:
        rows = event_facts(event, None, self._wording)
        words = (event.name, event.reading, self._photo(event.photos), event.overview_long)
        return f"#event({', '.join(map(_text, words))}, {_facts(rows)})"

    def _factories(self, slot: PageSlot, plan: Plan) -> str:
        entries = []
        for record in slot.records:
            factory = self._record(Factory, record)
            number = str(plan.order.factory_numbers[record])
            photo = self._photo(factory.photos)
            words = (number, factory.name, factory.reading, photo, factory.summary)
            facts = _facts(factory_facts(factory, self._wording))
            entries.append(f"entry({', '.join(map(_text, words))}, {facts})")
        return f"#factories({', '.join(entries)})"

    def _photo(self, photos: tuple[RecordId, ...]) -> str | None:
        picture = next(iter(pictures_of(self._catalogue, photos)), None)
        if picture is None:
            return None
        name = f"{picture.sha256}.jpg"
        target = self._folder / name
        if not target.exists():
            target.write_bytes(self._photos.get(picture.sha256))
        return name


def _text(words: str | None) -> str:
    """Return a string of Typst's."""
    return "none" if words is None else json.dumps(words, ensure_ascii=False)


def _facts(facts: Sequence[Fact]) -> str:
    return _rows([(fact.label, fact.value) for fact in facts])


def _rows(rows: Sequence[tuple[str, str]]) -> str:
    return "(" + "".join(f"({_text(name)}, {_text(value)})," for name, value in rows) + ")"


if __name__ == "__main__":
    opened = open_project(Path(sys.argv[1]))
    write_source(opened.catalogue, opened.photos, Path(sys.argv[2]))
