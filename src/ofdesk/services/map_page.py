"""On which pages of the booklet a record stands on a map."""

from __future__ import annotations

from ofdesk.booklet.engine import Source
from ofdesk.booklet.plan import PageSlot, paginate
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import Event, Factory


def map_pages_of(catalogue: Catalogue, record_id: RecordId | None) -> tuple[int, ...]:
    """Return the numbers of the pages whose map shows a record: its region's first, then the nation's.

    The map of the nation names events only; () for other records, for sections left out, and where the
    filters of all sections with maps leave the record out.
    """
    record = catalogue.get(record_id)
    if not isinstance(record, Event | Factory):
        return ()
    plan = paginate(catalogue)
    source, slots = Source(catalogue, plan), plan.slots

    def passes(slot: PageSlot) -> bool:
        return bool(source.selector.narrowed((record,), source.selection(slot)))

    openers = [slot for slot in slots if slot.pattern == "region_opener"]
    if isinstance(record, Event):
        found = [slot.number for slot in openers if record.id in slot.records]
        found += [slot.number for slot in slots if slot.pattern == "nation_map" and passes(slot)]
        return tuple(found)
    region = plan.order.region_of(record)
    return tuple(slot.number for slot in openers if region and slot.region == region and passes(slot))
