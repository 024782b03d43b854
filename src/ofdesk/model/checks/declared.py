"""Checks that follow from the declaration of a field alone: needed, too long, of the wrong shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ofdesk.model.checks.findings import Findings
from ofdesk.model.fields import FieldSpec, FieldType, ListType, PartType, TextType, specs_of
from ofdesk.model.problems import Severity

_READING = re.compile(r"[ぁ-ゖァ-ヺーヽヾゝゞ・゛゜\s　]+")
_URL = re.compile(r"https?://[^\s/?#.]+(?:\.[^\s/?#.]+)+(?:[/?#]\S*)?")
_PHONE = re.compile(r"\+?[0-9][0-9()\- ]{7,18}[0-9](?:\s*[(（]?(?:内線|ext\.?)\s*[0-9]{1,6}[)）]?)?")
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_POSTAL_CODE = re.compile(r"〒?[0-9]{3}-[0-9]{4}")
_JAPANESE = re.compile(r"[ぁ-ヺ一-鿿]")


def check_declared(
    owner: object, findings: Findings, required: Severity = Severity.ERROR, within: str = ""
) -> None:
    """Check all declared fields of a record, part or settings object.

    Args:
        owner: what to check.
        findings: takes the problems.
        required: how bad an empty required field is.
        within: name of the record's field, when `owner` is a part in it.
    """
    for spec in specs_of(type(owner)):
        value = getattr(owner, spec.name)
        if value != spec.type.empty:
            _check_value(spec.type, value, findings, within or spec.name)
        elif spec.required and not _is_judged_elsewhere(owner, spec):
            findings.add(required, "check.required", within or spec.name)


def _is_judged_elsewhere(owner: object, spec: FieldSpec) -> bool:
    # What a photo may be printed with is more than filling in a field: see `checks.kinds`.
    return getattr(owner, "kind", "") == "photo" and spec.name in ("credit", "consent")


def _check_value(field_type: FieldType, value: Any, findings: Findings, field: str) -> None:
    if isinstance(field_type, TextType):
        _check_text(field_type, value, findings, field)
    elif isinstance(field_type, ListType):
        if len(value) > field_type.max_items:
            findings.warning("check.too_many_items", field, limit=field_type.max_items, found=len(value))
        for item in value:
            if item == field_type.item.empty:
                findings.warning("check.empty_item", field)
            else:
                _check_value(field_type.item, item, findings, field)
    elif isinstance(field_type, PartType):
        check_declared(value, findings, within=field)


def _check_text(field_type: TextType, text: str, findings: Findings, field: str) -> None:
    length = len(text) - text.count("\n")
    if length > field_type.max_chars:
        findings.warning("check.too_long", field, limit=field_type.max_chars, found=length)
    check = _SHAPES.get(field_type.content)
    if check is not None and not check(text):
        findings.warning(f"check.not_{field_type.content}", field)


def _is_phone(text: str) -> bool:
    return _PHONE.fullmatch(text) is not None and 9 <= sum(c.isdigit() for c in text.split("内線")[0]) <= 15


_SHAPES: dict[str, Callable[[str], bool]] = {
    "reading": lambda text: _READING.fullmatch(text) is not None,
    "url": lambda text: _URL.fullmatch(text) is not None,
    "phone": _is_phone,
    "mail": lambda text: _MAIL.fullmatch(text) is not None,
    "postal_code": lambda text: _POSTAL_CODE.fullmatch(text) is not None,
    "english": lambda text: _JAPANESE.search(text) is None,
}
