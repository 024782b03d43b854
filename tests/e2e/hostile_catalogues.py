"""Catalogues that a file may hold although nobody in their right mind would write them.

Every value passes the gate (`model.storable`), so nothing here is refused: all of it reaches checks, plan,
pages and maps. The same seed gives the same catalogue.
"""

from __future__ import annotations

import random
from typing import Any

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.fields import (
    BooleanType,
    ChoiceType,
    DateType,
    FieldType,
    IntegerType,
    ListType,
    NumberType,
    PartType,
    ReferenceType,
    TextType,
    specs_of,
)
from ofdesk.model.ids import RecordId
from ofdesk.model.records import RECORD_TYPES, Record
from ofdesk.model.settings import SECTION_PATTERNS, BookletSettings, Project, Section

HTML = "<b>太字</b><img src='file:///etc/passwd'><a href='file:///etc/passwd'>x</a>"
TEXTS = (
    " ", "\u3000", "\n\n\n", "\r\n", "\t", "\x00", "\x1b[31m", "\x7f\x85\u2028\u2029",
    "\ufeff", "\ufffe\uffff",
    "\u202eabc\u202c", "\u200b\u200d\u200d", "שלום עולם", "مرحبا", "ไทย", "e\u0301" * 40, "か\u3099" * 40,
    "葛\U000e0100", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0010fffd\ue000", "𠮟𩸽", "\u00ad" * 30,
    "、" * 60, "（" * 60, "ー" * 60, "…" * 60, "W" * 300, "あ" * 300, "9" * 300, "a-" * 100, "あ W9、" * 60,
    HTML, "&amp;&lt;", "{0}{name}{", "%s%(x)d", "\\(\\)) Tj ET", ")>>endobj", "=HYPERLINK(1)", "+1",
    "-1", "@x",
    "../../../etc/passwd", "C:\\x\\..\\y", "NUL", "javascript:alert(1)", "file:///etc/passwd", "https://[::1",
    "https://例え.テスト/見本?q=工場#片", "https://" + "a" * 280, "http://x@y:99999/", "mailto:x\r\nBcc: y@z",
    "〒", "0000000", "999-9999", "東京都", "大阪府八尾市本町一丁目1番1号", "●●",
    "令和元年5月31日（日）", "2月30日",
)  # fmt: skip
"""Texts that break what was made for words alone."""

ENDLESS = ("あ", "W", "9", "、", "e\u0301", "\u200d", "工場 ")
"""Repeated up to the bound of the format."""

_KINDS_MADE = 3


class HostileCatalogues:
    """Makes catalogues out of a seed."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._ids: dict[str, list[RecordId]] = {
            record_type.kind: [self._new_id() for _ in range(_KINDS_MADE)] for record_type in RECORD_TYPES
        }

    def make(self) -> Catalogue:
        """Return a catalogue with some records of every kind and every section of the booklet."""
        records: list[Record] = []
        for record_type in RECORD_TYPES:
            records += [
                record_type(id=record_id, **self._fields(record_type))
                for record_id in self._ids[record_type.kind]
            ]
        booklet = self._fields(BookletSettings)
        booklet["sections"] = tuple(
            Section(pattern=name, heading=self._text(), included=True) for name in SECTION_PATTERNS
        )
        booklet["language"] = self._rng.choice(("", "ja", "en"))
        return Catalogue.of(records, Project(**self._fields(Project)), BookletSettings(**booklet))

    def _new_id(self) -> RecordId:
        return RecordId(self._rng.randbytes(16).hex())

    def _fields(self, owner: type) -> dict[str, Any]:
        return {
            spec.name: self._value(spec.type)
            for spec in specs_of(owner)
            if self._rng.random() < 0.8  # empty fields are hostile too
        }

    def _value(self, field_type: FieldType, *, empty: bool = True) -> Any:
        rng = self._rng
        if empty and rng.random() < 0.1:
            return field_type.empty
        match field_type:
            case TextType():
                return self._text()
            case IntegerType(low, high):
                return rng.choice((low, high, rng.randint(low, high)))
            case NumberType(low, high, decimals):
                return rng.choice((low, high, round(rng.uniform(low, high), decimals)))
            case BooleanType():
                return rng.random() < 0.5
            case DateType():
                return rng.choice(
                    (
                        PartialDate(1),
                        PartialDate(9999, 12, 31),
                        PartialDate(2026, 10),
                        PartialDate(2026, 10, 3),
                    )
                )
            case ChoiceType(_, codes):
                return rng.choice(codes)
            case ReferenceType(kind):
                return self._reference(kind)
            case PartType(part):
                return part(**self._fields(part))
            case ListType(item):
                return tuple(self._value(item, empty=False) for _ in range(rng.choice((0, 1, 2, 5, 14))))

    def _text(self) -> str:
        rng = self._rng
        match rng.randrange(20):
            case 0:
                return rng.choice(ENDLESS) * rng.choice((100, 1000))
            case 1 | 2 | 3:
                return rng.choice(TEXTS) + rng.choice(TEXTS)
            case _:
                return rng.choice(TEXTS)

    def _reference(self, kind: str) -> RecordId:
        """Return the right record, one of another kind, or one that is not there."""
        rng = self._rng
        match rng.randrange(6):
            case 0:
                return self._new_id()
            case 1:
                return rng.choice(self._ids[rng.choice(list(self._ids))])
            case _:
                return rng.choice(self._ids[kind or rng.choice(list(self._ids))])
