"""Checks of what stands in public texts: marks left over, broken kanji, weekdays and eras that do not fit."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ofdesk.model.checks.findings import Findings
from ofdesk.model.fields import FieldType, ListType, PartType, TextType, specs_of

# One look over all texts of a record tells whether any closer look is needed.
_SUSPICIOUS = re.compile(
    "予定|調整中|未定|確認中|[●○◯〇■□△▲×]{2}|[●○◯〇■□][月日時分年名社円]|[TＴ][BＢ][DＤ]|[⺀-⿕]"
    "|[（(][月火水木金土日]|令和|平成|昭和"
)
_TENTATIVE = re.compile("予定|調整中|未定|確認中")
# 〇 is also the kanji zero: 二〇〇〇年 is a year, 〇〇社 is not a company.
_PLACEHOLDER = re.compile(
    "[●○◯■□△▲×]{2,}|[●○◯■□][月日時分年名社円]|(?<![〇一二三四五六七八九])〇+(?![〇一二三四五六七八九年])"
    "|[TＴ][BＢ][DＤ]"
)
_RADICAL = re.compile("[⺀-⻿⼀-⿕]")
_ERA_START = {"令和": 2018, "平成": 1988, "昭和": 1925}
_ERA_THEN_YEAR = re.compile(r"(令和|平成|昭和)(\d{1,2}|元)年\s*[（(](\d{4})年?[）)]")
_YEAR_THEN_ERA = re.compile(r"(\d{4})年?\s*[（(](令和|平成|昭和)(\d{1,2}|元)年?[）)]")
_DATE_WITH_WEEKDAY = re.compile(
    r"(?:(?P<year>\d{4})[年/]|(?P<era>令和|平成)(?P<era_year>\d{1,2}|元)年)?\s*"
    r"(?P<month>\d{1,2})[月/](?P<day>\d{1,2})日?\s*[（(](?P<weekday>[月火水木金土日])[曜日・祝振休]*[）)]"
)
_WEEKDAYS = "月火水木金土日"


def check_wording(owner: object, findings: Findings, years: tuple[int, ...]) -> None:
    """Check the public texts of a record or settings object.

    Args:
        owner: what to check.
        findings: takes the problems.
        years: years a date without a year may mean; none: such dates are not checked.
    """
    texts = tuple(public_texts(owner))
    if _SUSPICIOUS.search("\n".join(text for _, text in texts)) is None:
        return
    for field, text in texts:
        if _SUSPICIOUS.search(text) is not None:
            _check_marks(field, text, findings)
            _check_weekdays(field, text, findings, years)
            _check_eras(field, text, findings)


def public_texts(owner: object, within: str = "") -> Iterator[tuple[str, str]]:
    """Yield field and text of all public texts, those in lists and parts included."""
    for name, field_type in _public_fields(type(owner)):
        value = getattr(owner, name)
        if value:
            yield from _texts_of(field_type, value, within or name)


def _texts_of(field_type: FieldType, value: Any, field: str) -> Iterator[tuple[str, str]]:
    if isinstance(field_type, TextType):
        yield field, value
    elif isinstance(field_type, ListType):
        for item in value:
            yield from _texts_of(field_type.item, item, field)
    else:
        yield from public_texts(value, field)


@cache
def _cached_public_fields(owner: type) -> tuple[tuple[str, FieldType], ...]:
    return tuple(
        (spec.name, spec.type)
        for spec in specs_of(owner)
        if not spec.private and not spec.hidden and _holds_text(spec.type)
    )


def _public_fields(owner: type) -> tuple[tuple[str, FieldType], ...]:
    return _cached_public_fields(owner)


def _holds_text(field_type: FieldType) -> bool:
    if isinstance(field_type, ListType):
        return _holds_text(field_type.item)
    return isinstance(field_type, TextType | PartType)


def _check_marks(field: str, text: str, findings: Findings) -> None:
    for mark in dict.fromkeys(_PLACEHOLDER.findall(text)):
        findings.error("check.placeholder_left", field, mark=mark)
    for mark in dict.fromkeys(_TENTATIVE.findall(text)):
        findings.warning("check.tentative_left", field, mark=mark)
    radicals = dict.fromkeys(_RADICAL.findall(text))
    if radicals:
        findings.warning("check.radical", field, found="".join(radicals)[:10])


def _check_weekdays(field: str, text: str, findings: Findings, years: tuple[int, ...]) -> None:
    for found in _DATE_WITH_WEEKDAY.finditer(text):
        month, day = int(found["month"]), int(found["day"])
        fitting = {_weekday(year, month, day) for year in _stated_year(found) or years}
        if fitting and found["weekday"] not in fitting:
            expected = "・".join(sorted(fitting - {""})) or "—"
            findings.error("check.weekday", field, date=found.group().strip(), expected=expected)


def _stated_year(found: re.Match[str]) -> tuple[int, ...]:
    if found["year"]:
        return (int(found["year"]),)
    if found["era"]:
        return (_ERA_START[found["era"]] + _era_year(found["era_year"]),)
    return ()


def _weekday(year: int, month: int, day: int) -> str:
    """Return the weekday as one kanji, or "" when there is no such day."""
    try:
        return _WEEKDAYS[datetime.date(year, month, day).weekday()]
    except ValueError:
        return ""


def _check_eras(field: str, text: str, findings: Findings) -> None:
    pairs = [(era, number, year) for era, number, year in _ERA_THEN_YEAR.findall(text)]
    pairs += [(era, number, year) for year, era, number in _YEAR_THEN_ERA.findall(text)]
    for era, number, year in pairs:
        expected = _ERA_START[era] + _era_year(number)
        if expected != int(year):
            findings.error("check.era", field, era=f"{era}{number}年", year=int(year), expected=expected)


def _era_year(text: str) -> int:
    return 1 if text == "元" else int(text)
