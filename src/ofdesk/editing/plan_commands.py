"""Commands of the flat plan: what a section is, and what was decided by hand for the page of one record.

Pure functions of a snapshot, like `commands`. A layout without a single decision is no layout: the file
then says nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ofdesk.editing.history import Command
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import Change, SetBooklet, set_field
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import PageLayout, RecordFilter
from ofdesk.model.records import Event, Factory
from ofdesk.model.settings import Section

_NOTHING = PageLayout()


def change_section(
    sections: Sequence[Section], catalogue: Catalogue, place: int, values: Mapping[str, Any]
) -> Command:
    """Return the step that gives fields of a section their values; a filter that lets all pass is none.

    Args:
        sections: as they are printed now; the usual ones when the booklet has none of its own.
        catalogue: snapshot.
        place: where the section stands, from 0.
        values: new values by field.
    """
    changed = replace(sections[place], **values)
    if changed.selection == RecordFilter():
        changed = replace(changed, selection=None)
    if changed == sections[place]:
        return Command("command.edit_section", ())
    after = (*sections[:place], changed, *sections[place + 1 :])
    return Command("command.edit_section", (SetBooklet("sections", catalogue.booklet.sections, after),))


def change_layout(record: Event | Factory, values: Mapping[str, Any]) -> Command:
    """Return the step that decides something about the page of a record."""
    changed = replace(record.layout or _NOTHING, **values)
    after = None if changed == _NOTHING else changed
    if after == record.layout:
        return Command("command.edit_layout", ())
    return Command("command.edit_layout", (set_field(record, "layout", after),))


def reset_layouts(records: Iterable[Event | Factory]) -> Command:
    """Return the one step that takes back all that was decided by hand for the pages of records."""
    changes: list[Change] = [set_field(record, "layout", None) for record in records if record.layout]
    return Command("command.reset_layout", tuple(changes))


def laid_out_by_hand(catalogue: Catalogue) -> tuple[Event | Factory, ...]:
    """Return the records for whose pages something was decided by hand."""
    records: tuple[Event | Factory, ...] = (*catalogue.all_of(Event), *catalogue.all_of(Factory))
    return tuple(record for record in records if record.layout is not None)


def with_layout(catalogue: Catalogue, record_id: RecordId | None) -> Event | Factory | None:
    """Return the record of an identity when its page can be laid out by hand, else None."""
    record = catalogue.get(record_id)
    return record if isinstance(record, Event | Factory) else None
