"""Pins as CSV that opens in Excel: UTF-8 with its mark, and nothing that would be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ofdesk.exchange.pins import COLUMNS, DECIMALS, Pin, PinWords, worded

_BYTE_ORDER_MARK = "\ufeff"
# Full-width signs begin a formula as well where the Japanese input method is at home.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def csv_of(pins: Iterable[Pin], words: PinWords) -> bytes:
    """Return a table with a line of heads; numbers of degrees have six decimals."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([words.columns[name] for name in (*COLUMNS, "lat", "lon")])
    for pin in pins:
        facts = worded(pin, words)
        place = (f"{degrees:.{DECIMALS}f}" for degrees in (pin.point.lat_deg, pin.point.lon_deg))
        writer.writerow([*(_harmless(facts[name]) for name in COLUMNS), *place])
    return (_BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")


def _harmless(text: str) -> str:
    """Return a text that a spreadsheet shows instead of calculating it: with an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
