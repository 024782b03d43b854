"""Which of the pins caught on the map become rows of the list, which shows one kind at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId


@dataclass(frozen=True, slots=True)
class Choice:
    """Records of one kind, and how many of others were left out."""

    kind: str
    ids: frozenset[RecordId]
    left_out: int


def choice_of(keys: Iterable[str], catalogue: Catalogue, shown_kind: str) -> Choice | None:
    """Return what to choose in the list; None when no record is among the keys.

    Args:
        keys: of the pins.
        catalogue: the snapshot.
        shown_kind: what the list shows; it wins over the more frequent kind, so that the list stays.
    """
    records = [record for key in keys if (record := catalogue.get(RecordId(key))) is not None]
    if not records:
        return None
    count = Counter(record.kind for record in records)
    kind = shown_kind if shown_kind in count else min(count, key=lambda name: (-count[name], name))
    ids = frozenset(record.id for record in records if record.kind == kind)
    return Choice(kind, ids, len(records) - len(ids))
