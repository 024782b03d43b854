"""Counts faults of set paragraphs, knowing nothing of the composer's tables.

It looks only at what stands on the paper: the characters of each line and where their glyphs are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ofdesk.typesetting.frame import Paragraph
from ofdesk.typesetting.lines import SetLine

BAD_STARTS = frozenset(
    "！？：；，．、。・〉》」』】〕）］｝〟’”～〜ー゛゜々〻ヽヾゝゞ％℃"
    "ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖ"
    "),.!?:;]}%"
)
BAD_ENDS = frozenset("「『（［｛〈《【〔〝“‘([{￥〒")
FLUSH_TOLERANCE_MM = 0.05
LARGEST_SPREAD_EM = 1 / 3 + 1e-6

_DIGIT = re.compile(r"[0-9０-９]")
_NUMBER_JOINT = re.compile(r"[0-9][,.:/\-–−×~][0-9]|[０-９][，．：／][０-９]")
_LETTER = re.compile(r"[A-Za-z]")
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")


@dataclass(frozen=True)
class Fault:
    """One thing a proof-reader would mark."""

    kind: str
    before: str
    after: str


def faults_of(text: str, paragraph: Paragraph, measure_mm: float, *, justified: bool = True) -> list[Fault]:
    """Return all faults of one paragraph."""
    faults: list[Fault] = []
    addresses = [match.span() for match in _WEB_ADDRESS.finditer(text)]
    for line, following in zip(paragraph.lines, paragraph.lines[1:], strict=False):
        kinds = list(_break_faults(text, line, following, addresses))
        if justified:
            kinds.extend(_width_faults(line, measure_mm))
        faults.extend(Fault(kind, line.text[-8:], following.text[:8]) for kind in kinds)
    return faults


def _break_faults(
    text: str, line: SetLine, following: SetLine, addresses: list[tuple[int, int]]
) -> Iterator[str]:
    end, start = text[line.end - 1], text[following.start]
    if any(first < line.end < past for first, past in addresses):
        if end not in "/.":
            yield "address"
        return
    if start in BAD_STARTS:
        yield "start"
    if end in BAD_ENDS:
        yield "end"
    if line.end != following.start:
        return  # a blank lies between
    if end == start and end in "…‥―—":
        yield "dash"
    joints = (match.span() for match in _NUMBER_JOINT.finditer(text))
    if (_DIGIT.match(end) and _DIGIT.match(start)) or any(a < line.end < b for a, b in joints):
        yield "number"
    if _LETTER.match(end) and _LETTER.match(start):
        yield "word"


def _width_faults(line: SetLine, measure_mm: float) -> Iterator[str]:
    if abs(line.left_mm + line.width_mm - measure_mm) > FLUSH_TOLERANCE_MM:
        yield "not flush"
    if line.spread_em > LARGEST_SPREAD_EM:
        yield "loose"
