"""A text of a record that can be made longer or shorter, to try what fits on its pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ofdesk.booklet.overflow import BOOKLET
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.fields import FieldSpec, ListType, TextType, spec_of, specs_of
from ofdesk.model.ids import RecordId

FULL_WIDTH = "あ"
LATIN = "n"
_LATIN_PER_EM = 1.7
_NARROW = tuple(map(chr, range(0x20, 0x7F)))
_LATIN_CONTENT = frozenset({"english", "mail", "phone", "postal_code", "url"})


def is_measured(spec: FieldSpec) -> bool:
    """Tell whether a field holds text, or a list of texts, that somebody words and that might be printed."""
    inner = spec.type.item if isinstance(spec.type, ListType) else spec.type
    return isinstance(inner, TextType) and not spec.private and inner.content != "municipality"


def text_fields(owner: type) -> tuple[str, ...]:
    """Return the fields of a record class or of the settings that might be printed as text."""
    return tuple(spec.name for spec in specs_of(owner) if not spec.hidden and is_measured(spec))


def text_width(catalogue: Catalogue, owner: str, field: str) -> float:
    """Return about how many of the characters that are counted a text has; 0 when there is no such field."""
    text = ElasticText.of(catalogue, owner, field)
    return text.width if text is not None else 0.0


@dataclass(frozen=True)
class ElasticText:
    """A field whose text can be made longer, by the characters that are counted, or shorter, from its end."""

    catalogue: Catalogue
    owner: str
    field: str
    filler: str

    @classmethod
    def of(cls, catalogue: Catalogue, owner: str, field: str) -> ElasticText | None:
        """Return the text of a field, None when there is none that is measured."""
        holder = catalogue.booklet if owner == BOOKLET else catalogue.get(RecordId(owner))
        if holder is None:
            return None
        try:
            spec = spec_of(type(holder), field)
        except KeyError:
            return None
        inner = spec.type.item if isinstance(spec.type, ListType) else spec.type
        if not is_measured(spec) or not isinstance(inner, TextType):
            return None
        text = "".join(getattr(holder, field))
        latin = inner.content in _LATIN_CONTENT or (text != "" and text.isascii())
        return cls(catalogue, owner, field, LATIN if latin else FULL_WIDTH)

    @property
    def length(self) -> int:
        """Characters of the text."""
        return sum(map(len, self._value()))

    @property
    def width(self) -> float:
        """About how many of the characters that are counted the text is as wide as."""
        text = "".join(self._value())
        narrow = sum(map(text.count, _NARROW))
        return len(text) - narrow / 2 if self.filler == FULL_WIDTH else 2 * len(text) - narrow

    @property
    def per_em(self) -> float:
        """About how many of the characters that are counted are as wide as a full-width one."""
        return 1.0 if self.filler == FULL_WIDTH else _LATIN_PER_EM

    def by(self, count: int) -> Catalogue:
        """Return the catalogue with so many characters more at the end of the field, or so many fewer."""
        value = self._value()
        if isinstance(value, str):
            return self._with(_changed(value, count, self.filler))
        if count >= 0:
            return self._with((*value[:-1], (value[-1] if value else "") + self.filler * count))
        kept = list(value)
        while kept and count < 0:
            last = kept.pop()
            if len(last) + count > 0:
                kept.append(_changed(last, count, self.filler))
            count += len(last)
        return self._with(tuple(kept))

    def emptied(self) -> Catalogue:
        """Return the catalogue with nothing in the field."""
        return self._with(type(self._value())())

    def _value(self) -> Any:
        owner = self.owner
        holder = self.catalogue.booklet if owner == BOOKLET else self.catalogue.get(RecordId(owner))
        return getattr(holder, self.field)

    def _with(self, value: Any) -> Catalogue:
        if self.owner == BOOKLET:
            return replace(self.catalogue, booklet=replace(self.catalogue.booklet, **{self.field: value}))
        record = self.catalogue.get(RecordId(self.owner))
        assert record is not None
        return self.catalogue.with_record(replace(record, **{self.field: value}))


def _changed(text: str, count: int, filler: str) -> str:
    return text + filler * count if count >= 0 else text[: max(0, len(text) + count)]
