"""Dates as people write them: 2026-11-23, 2026/11, 2026年11月23日（月）, 令和8年11月.

Pure text; the form's date field and its tests go by it.
"""

from __future__ import annotations

import re
import unicodedata

from ofdesk.base.errors import InputError
from ofdesk.model.dates import PartialDate

# Year before the first of each era. Source: 元号を改める政令 (明治元年 = 1868 … 令和元年 = 2019).
_YEAR_BEFORE_ERA = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA_LETTERS = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}
_ERA = re.compile(r"(明治|大正|昭和|平成|令和|[mtshrMTSHR])\.?(元|\d{1,2})")
_DATE = re.compile(r"(\d{4})(?:[-/.年](?:(\d{1,2})(?:[-/.月](?:(\d{1,2})日?)?)?)?)?")
_WEEKDAY = re.compile(r"\([月火水木金土日祝・]+\)$|\((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\)$")
_WEEKDAYS_EN = dict(zip("月火水木金土日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))


def parse_date_text(text: str) -> PartialDate | None:
    """Read a date of year, month or day precision; "" is None. A weekday in brackets is passed over.

    Raises:
        InputError: code "value.not_a_date".
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return None
    plain = _WEEKDAY.sub("", plain)
    era = _ERA.match(plain)
    if era:
        name = _ERA_LETTERS.get(era[1].lower(), era[1])
        year = _YEAR_BEFORE_ERA[name] + (1 if era[2] == "元" else int(era[2]))
        plain = f"{year:04d}{plain[era.end() :]}"
    found = _DATE.fullmatch(plain)
    if not found:
        raise InputError("value.not_a_date", value=text[:40])
    year_text, month, day = found.groups()
    try:
        return PartialDate(int(year_text), int(month) if month else None, int(day) if day else None)
    except ValueError:
        raise InputError("value.not_a_date", value=text[:40]) from None


def date_text(date: PartialDate | None, language: str) -> str:
    """Write a date as the form shows it, with the weekday when the day is known."""
    if date is None:
        return ""
    if language != "ja":
        return date.iso + (f" ({_WEEKDAYS_EN[date.weekday]})" if date.weekday else "")
    text = f"{date.year}年"
    if date.month is not None:
        text += f"{date.month}月"
    if date.day is not None:
        text += f"{date.day}日（{date.weekday}）"
    return text
