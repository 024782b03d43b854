"""The rows of the index by prefecture: which names stand under which heading."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.japan import PREFECTURES
from ofdesk.booklet.order import BookletOrder, prefecture_of_event, prefecture_of_factory
from ofdesk.model.ids import RecordId


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A row of the index.

    Attributes:
        kind: "prefecture", "event" or "factory".
        text: name of the prefecture, event or factory; "" for records whose prefecture is unknown.
        record: identity, None for headings.
        number: number of a factory as on the maps, else 0.
    """

    kind: str
    text: str
    record: RecordId | None = None
    number: int = 0


def index_rows(order: BookletOrder) -> tuple[IndexRow, ...]:
    """Return all rows in printed order; prefectures without records have no heading."""
    rows: dict[str, list[IndexRow]] = {prefecture.name: [] for prefecture in PREFECTURES}
    rows[""] = []
    for event in order.events:
        prefecture = prefecture_of_event(event)
        rows[prefecture.name if prefecture else ""].append(IndexRow("event", event.name, event.id))
    for factory in order.factories:
        prefecture = prefecture_of_factory(factory)
        number = order.factory_numbers[factory.id]
        rows[prefecture.name if prefecture else ""].append(
            IndexRow("factory", factory.name, factory.id, number)
        )
    found: list[IndexRow] = []
    for name, members in rows.items():
        if members:
            found.append(IndexRow("prefecture", name))
            found.extend(members)
    return tuple(found)
