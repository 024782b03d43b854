"""What a plan is made of: the pages in order, and the lines of the contents that lead to them."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.model.ids import RecordId


@dataclass(frozen=True, slots=True)
class PageSlot:
    """One page to be laid out.

    Attributes:
        pattern: name of the page pattern.
        number: page number, counted from the booklet's first page.
        section: index of the section in the plan.
        records: identities of the records shown, in order.
        region: region key for the thumb tab, or "".
        part: which page of the section's run of this pattern it is, from 0.
    """

    pattern: str
    number: int
    section: int
    records: tuple[RecordId, ...] = ()
    region: str = ""
    part: int = 0


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: what, on which page, how deep.

    Attributes:
        region: set for region openers.
        record: identity of the event for a line that names one, else None.
    """

    key: str
    title: str
    number: int
    level: int
    region: str = ""
    record: RecordId | None = None
