"""Random edits of a document, as people make them."""

from __future__ import annotations

from hypothesis import strategies as st
from tests.property.strategies import any_record, record_ids, texts, values

from ofdesk.editing import commands
from ofdesk.editing.document import Document
from ofdesk.editing.history import Command
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import SetField
from ofdesk.model.fields import spec_of, specs_of
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Photo, Record
from ofdesk.model.settings import BookletSettings
from ofdesk.storage.codec import encode

EDITS = ("add", "remove", "duplicate", "move", "set", "type", "setting", "photo", "chain")


def catalogue_bytes(catalogue: Catalogue) -> dict[str, bytes]:
    """Return a catalogue as the bytes a file would hold."""
    found: dict[str, bytes] = {
        record.id: record.kind.encode() + b" " + encode(record) for record in catalogue
    }
    return {**found, "project": encode(catalogue.project), "booklet": encode(catalogue.booklet)}


def draw_command(data: st.DataObject, document: Document) -> Command:
    """Draw one command that fits the document."""
    catalogue = document.catalogue
    present = list(catalogue)
    edit = data.draw(st.sampled_from(EDITS)) if present else "add"
    if edit == "add":
        record = data.draw(any_record.filter(lambda r: catalogue.get(r.id) is None))
        return commands.add_record(catalogue, record)
    if edit == "setting":
        field = data.draw(st.sampled_from([spec.name for spec in specs_of(BookletSettings)]))
        value = data.draw(values(spec_of(BookletSettings, field).type))
        return commands.set_booklet_field(catalogue, field, value)
    record = data.draw(st.sampled_from(present))
    return _command_on(edit, record, data, catalogue)


def _command_on(edit: str, record: Record, data: st.DataObject, catalogue: Catalogue) -> Command:
    if edit == "remove":
        return commands.remove_records(catalogue, [record.id])
    if edit == "duplicate":
        return commands.duplicate_record(catalogue, record, _fresh_id(data, catalogue))
    if edit == "move":
        return commands.move_by(catalogue, record, data.draw(st.integers(-2, 2)))
    if edit == "chain":  # only the exact reverse order takes these back
        notes = [data.draw(texts) for _ in range(3)]
        pairs = zip([record.source_note, *notes], notes, strict=False)
        changes = [SetField(record.id, "source_note", before, after) for before, after in pairs]
        return Command("command.edit", tuple(changes))
    if edit == "type":
        return commands.type_text(record, "source_note", data.draw(texts), "typing")
    if edit == "photo" and hasattr(record, "photos"):
        photo = Photo(id=_fresh_id(data, catalogue), sha256="0" * 64, media="image/jpeg")
        return commands.attach_photos(catalogue, record, [photo])
    field = data.draw(st.sampled_from([s.name for s in specs_of(type(record)) if s.name != "order"]))
    return commands.set_fields(record, {field: data.draw(values(spec_of(type(record), field).type))})


def _fresh_id(data: st.DataObject, catalogue: Catalogue) -> RecordId:
    return data.draw(record_ids.filter(lambda record_id: catalogue.get(record_id) is None))


def step_at_random(data: st.DataObject, document: Document) -> None:
    """Do, undo or redo something."""
    step = data.draw(st.sampled_from(["do", "do", "do", "undo", "redo"]))
    if step == "do":
        document.execute(draw_command(data, document))
    elif step == "undo":
        document.undo()
    else:
        document.redo()
