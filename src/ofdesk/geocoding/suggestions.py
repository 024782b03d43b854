"""Names one typing error away: offered to the user, never taken in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LEAST_LENGTH = 2
_MOST_CONTAINING = 12
_NAME = re.compile("[^0-9-第番]{2,}")


def one_edit_apart(one: str, other: str) -> bool:
    """Tell whether one character replaced, added, left out or swapped with its neighbour parts two texts."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    rest_one, rest_other = one[common:], other[common:]
    if len(one) == len(other):
        swapped = rest_one[:2] == rest_other[1::-1]
        return rest_one[1:] == rest_other[1:] or (swapped and rest_one[2:] == rest_other[2:])
    return rest_one[1:] == rest_other if len(one) > len(other) else rest_one == rest_other[1:]


def similar_beginnings(keys: Iterable[str], text: str, start: int) -> list[str]:
    """Return the keys with which the text at the place would begin but for one error, the likeliest first.

    A text that goes on with letters of a name would match anything, so the error must leave either the first
    character or all but the first as they are.
    """
    found = []
    for key in keys:
        length = len(key)
        if length < _LEAST_LENGTH or not _shares_start(key, text, start):
            continue
        for width in (length, length + 1, length - 1):
            piece = text[start : start + width]
            behind = text[start + width : start + width + 1]
            if (not behind or behind.isdigit() or behind == "-") and one_edit_apart(key, piece):
                found.append(key)
                break
    found.sort(key=lambda key: (not text.startswith(key[0], start), -len(key), key))
    return found


def containing_names(keys: Iterable[str], text: str, start: int) -> list[str]:
    """Return the keys that begin or end with what stands at the place up to a number: 金谷 → 金谷東."""
    piece = _NAME.match(text, start)
    if piece is None:
        return []
    found = [key for key in keys if key.startswith(piece.group()) or key.endswith(piece.group())]
    return sorted(found, key=lambda key: (len(key), key))[:_MOST_CONTAINING]


def _shares_start(key: str, text: str, start: int) -> bool:
    return (
        text.startswith(key[0], start) or text.startswith(key[1], start + 1) or text.startswith(key[1], start)
    )
