"""Fractional keys: places in an order that never need renumbering, so that copies merge.

A key is a text of digits 0–9a–z read as a fraction; between any two keys there is always another.
"""

from __future__ import annotations

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_APPEND_WIDTH = 6  # room for two thousand million appends before keys grow longer


def is_order_key(text: str) -> bool:
    """Tell whether a text can be a key; a zero at the end cannot be, as nothing would fit before it."""
    return text != "" and not text.strip(_DIGITS) and not text.endswith("0")


def key_between(before: str, after: str) -> str:
    """Return a key that sorts after `before` and before `after`; "" stands for the open ends.

    Raises:
        ValueError: `after` is not "" and does not sort after `before`, or a key is malformed.
    """
    for key in (before, after):
        if key and not is_order_key(key):
            raise ValueError(f"malformed order key: {key!r}")
    if after and before >= after:
        raise ValueError("keys out of order")
    appended = "" if after else _next_at_end(before)
    return appended or _middle(before, after)


def _next_at_end(before: str) -> str:
    """Count on at the open end, so that a long list of appended records keeps short keys."""
    head = before[:_APPEND_WIDTH].ljust(_APPEND_WIDTH, "0")
    value = int(head, _BASE) + 1
    if value % _BASE == 0:
        value += 1
    return _spell(value, _APPEND_WIDTH) if value < _BASE**_APPEND_WIDTH else ""


def _spell(value: int, width: int) -> str:
    text = ""
    for _ in range(width):
        value, digit = divmod(value, _BASE)
        text = _DIGITS[digit] + text
    return text


def _middle(before: str, after: str) -> str:
    result: list[str] = []
    bounded_above = bool(after)
    position = 0
    while True:
        low = _DIGITS.index(before[position]) if position < len(before) else 0
        if not bounded_above:
            high = _BASE
        elif position < len(after):
            high = _DIGITS.index(after[position])
        else:
            raise ValueError("keys out of order")
        if high - low > 1:
            return "".join(result) + _DIGITS[low + (high - low) // 2]
        result.append(_DIGITS[low])
        if high > low:
            bounded_above = False
        position += 1


def evenly_spaced(count: int) -> tuple[str, ...]:
    """Return `count` ascending keys of equal length, for records that arrive together."""
    width = 1
    while _BASE**width <= count * 2:
        width += 1
    span = _BASE**width
    keys: list[str] = []
    for number in range(1, count + 1):
        text = _spell(number * span // (count + 1), width)
        keys.append(text + "i" if text.endswith("0") else text)
    return tuple(keys)
