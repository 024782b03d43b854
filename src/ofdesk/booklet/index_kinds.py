"""The indexes by reading and by industry: the rows that `index` breaks into columns and pages.

An index by reading holds events and factories under the rows of the 五十音 (in an English booklet under
letters); one by industry holds factories, those without an industry at the end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType

from ofdesk.base.text import reading_key
from ofdesk.booklet.index import HEADING_LINES, IndexRow, index_rows, row_of
from ofdesk.booklet.numbering import reading_of
from ofdesk.booklet.order import BookletOrder
from ofdesk.booklet.record_facts import told_name
from ofdesk.model.records import Event, Factory

# The first kana of each row, in order: a reading belongs to the last row that begins before it.
_ROWS = (
    ("あ", "ぁ"),
    ("か", "か"),
    ("さ", "さ"),
    ("た", "た"),
    ("な", "な"),
    ("は", "は"),
    ("ま", "ま"),
    ("や", "ゃ"),
    ("ら", "ら"),
    ("わ", "ゎ"),
)
_LAST_KANA = "ゖ"
OTHER = ""
"""Heading of what has no kana, no letter or no industry."""


def kana_row(reading: str) -> str:
    """Return the row of the 五十音 under which a reading stands, `OTHER` when it does not begin with kana."""
    first = reading_key(reading)[0][:1]
    if not "ぁ" <= first <= _LAST_KANA:
        return OTHER
    return [row for row, begins in _ROWS if begins <= first][-1]


def letter(name: str) -> str:
    """Return the letter under which a name stands, `OTHER` when it begins with none."""
    plain = _plain(name).upper()[:1]
    return plain if "A" <= plain <= "Z" else OTHER


def _plain(name: str) -> str:
    """Return a name without accents, its wide letters as narrow ones."""
    parts = unicodedata.normalize("NFKD", name.strip())
    return "".join(char for char in parts if not unicodedata.combining(char))


def reading_rows(order: BookletOrder, *, english: bool = False) -> tuple[IndexRow, ...]:
    """Return events and factories by reading, in an English booklet by name."""
    records: tuple[Event | Factory, ...] = (*order.events, *order.factories)
    named = [(record, told_name(record, english=english)) for record in records]
    if english:
        parted = [(letter(name), record, name) for record, name in named]
        # By the code of its first character, Écho would stand behind Z, under a second E.
        parted.sort(key=lambda row: (row[0] == OTHER, row[0], _plain(row[2]).casefold(), row[1].id))
    else:
        parted = [(kana_row(record.reading or record.name), record, name) for record, name in named]
        parted.sort(key=lambda row: (row[0] == OTHER, reading_of(row[1])))
    found: list[IndexRow] = []
    for heading, rows in groupby(parted, key=itemgetter(0)):
        found.append(IndexRow("heading", heading, lines=HEADING_LINES))
        found.extend(row_of(order, record, name) for _, record, name in rows)
    return tuple(found)


def industry_rows(order: BookletOrder, *, english: bool = False) -> tuple[IndexRow, ...]:
    """Return the factories under their industries, the industries with most factories first."""
    members: dict[str, list[Factory]] = {}
    for factory in order.factories:
        members.setdefault(" ".join(factory.industry.split()), []).append(factory)
    ranked = sorted(members, key=lambda name: (name == OTHER, -len(members[name]), name))
    found: list[IndexRow] = []
    for industry in ranked:
        found.append(IndexRow("heading", industry, lines=HEADING_LINES))
        for factory in sorted(members[industry], key=reading_of):
            found.append(row_of(order, factory, told_name(factory, english=english)))
    return tuple(found)


INDEXES: Mapping[str, Callable[..., tuple[IndexRow, ...]]] = MappingProxyType(
    {"index": index_rows, "index_reading": reading_rows, "index_industry": industry_rows}
)
"""What makes the rows of an index, by the pattern of its section."""
