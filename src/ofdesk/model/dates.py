"""Dates as sources give them: a year, a month or a day."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from ofdesk.base.errors import InputError

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which month or day may be unknown (None)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601).

        Raises:
            InputError: code "value.not_a_date".
        """
        found = _PATTERN.fullmatch(text)
        if found:
            year, month, day = found.groups()
            try:
                return cls(int(year), int(month) if month else None, int(day) if day else None)
            except ValueError:
                pass
        raise InputError("value.not_a_date", value=text[:40])

    @property
    def iso(self) -> str:
        """The date in ISO 8601 with the precision known."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Orders dates; an unknown part stands before the known ones."""
        return self.year, self.month or 0, self.day or 0

    @property
    def weekday(self) -> str:
        """The weekday as one kanji, or "" when the day is unknown."""
        if self.month is None or self.day is None:
            return ""
        return _WEEKDAYS[datetime.date(self.year, self.month, self.day).weekday()]
