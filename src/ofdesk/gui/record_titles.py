"""How a record is called in lists, where its own title field is empty or says too little."""

from __future__ import annotations

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Edition, Event, Factory, Link, Participation, Photo, Record
from ofdesk.services.words import Words


def record_title(record: Record, catalogue: Catalogue, words: Words) -> str:
    """Return a title that is never empty."""
    match record:
        case Edition(event=event_id):
            event = catalogue.find(Event, event_id)
            title = " ".join(filter(None, (event.name if event else "", record.label)))
        case Participation():
            factory = catalogue.find(Factory, record.factory)
            edition = catalogue.find(Edition, record.edition)
            names = (factory.name if factory else "", edition.label if edition else "")
            title = " – ".join(filter(None, names)) or record.programme
        case Link():
            ends = [catalogue.get(end) for end in (record.first, record.second)]
            title = " ↔ ".join(end.title for end in ends if end is not None and end.title) or record.sentence
        case Photo():
            title = record.caption or record.file_name
        case _:
            title = record.title
    one_line = " ".join(title.split())
    return one_line or words("ui", "record.untitled", kind=words("kinds", record.kind))


def record_note(record: Record, catalogue: Catalogue, words: Words) -> str:
    """Return what tells records of the same title apart; may be empty."""
    match record:
        case Event():
            return "・".join(record.municipalities[:3])
        case Factory():
            return record.address
        case Edition():
            return record.begins.iso if record.begins else ""
        case _:
            return ""
