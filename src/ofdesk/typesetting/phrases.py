"""Where phrases (文節) begin, so that headings break between them: 見本の｜工場を｜ひらく.

Owns the judging by the trained weights in `resources/phrases`; what a break inside a phrase costs is added to
the places where lines may end. Refuses to part what the rules of line ends hold together.
Source: BudouX: the weights, and which characters around a place each of them looks at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from ofdesk.base.resources import resource_path
from ofdesk.typesetting.characters import CharClass
from ofdesk.typesetting.horizontal_list import HorizontalList
from ofdesk.typesetting.linebreak import LineSpan, Measure, break_lines

_INSIDE_COST: Final = 5.0  # more than any empty line costs
_COMPOUND_COST: Final = 2.0  # between two kanji: in proper names the weights err (燕｜三条)
_BREATH_COST: Final = 1.0  # 一体型｜オープンファクトリー, 第13回｜燕三条: no phrase, but a pause
_BREATH: Final = re.compile(r"(?<=[一-鿿ぁ-ん])(?=[ァ-ヺ][ァ-ヺー]{3})|(?<=[0-9０-９][年月日回社])")
_BETWEEN_KANJI: Final = re.compile(r"(?<=[一-鿿々])(?=[一-鿿々])")
_UNLAWFUL_COST: Final = 100.0
_WIDOW_EM: Final = 2.1
_STEP_MM: Final = 0.01
_MOST_TRIES: Final = 12
_LONGEST: Final = 400  # characters of a text that is taken for a heading
_LOOKS_AT: Final[Mapping[str, tuple[int, int]]] = {
    **{f"UW{number}": (number - 4, number - 3) for number in range(1, 7)},
    **{f"BW{number}": (number - 3, number - 1) for number in range(1, 4)},
    **{f"TW{number}": (number - 4, number - 1) for number in range(1, 5)},
}
"""For each kind of weight the characters it looks at, counted from the place between two of them."""
_ENDS_PHRASES: Final = frozenset({CharClass.PERIOD, CharClass.COMMA, CharClass.MIDDLE, CharClass.CLOSE})


@cache
def _weights() -> Mapping[str, Mapping[str, int]]:
    """Return the weights by kind and characters.

    Raises:
        ResourceError: code "resource.missing".
    """
    text = resource_path("phrases", "ja.json").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, int]] = json.loads(text)
    return found


@cache
def _threshold() -> float:
    return sum(sum(weights.values()) for weights in _weights().values()) / 2


def phrase_starts(text: str) -> frozenset[int]:
    """Return the places in a text, counted in characters, where a phrase begins; 0 is not among them."""
    weights, threshold = _weights(), _threshold()
    found = set()
    for place in range(1, len(text)):
        score = 0
        for kind, (first, past) in _LOOKS_AT.items():
            if place + first >= 0 and place + past <= len(text):
                score += weights[kind].get(text[place + first : place + past], 0)
        if score > threshold:
            found.add(place)
    return frozenset(found)


def heading_lines(material: HorizontalList, measure: Measure) -> list[LineSpan]:
    """Return the lines of a heading: no more than it needs, ended between phrases, of like length.

    Lines are made shorter as long as there come no more of them, and none ends at a worse place.
    """
    if material.length > _LONGEST:
        return break_lines(material, measure)
    material = with_phrases(material)
    found = break_lines(material, measure)
    cost = _cost_of(material, found)
    for _ in range(_MOST_TRIES if len(found) > 1 else 0):
        width_mm = max(_width_of(material, span) for span in found) + measure.indent_mm - _STEP_MM
        tried = break_lines(material, replace(measure, width_mm=width_mm))
        too_wide = any(_width_of(material, span) > width_mm for span in tried)
        if len(tried) > len(found) or too_wide or _cost_of(material, tried) > cost:
            break
        found = tried
    return found


def _width_of(material: HorizontalList, span: LineSpan) -> float:
    return material.ends[span.past - 1] - material.starts[span.first]


def _cost_of(material: HorizontalList, spans: list[LineSpan]) -> float:
    """Return what it costs to end lines where they do, and to leave a single character on the last."""
    costs = dict(zip(material.breaks, material.penalties, strict=True))
    last = _width_of(material, spans[-1])
    widow = _INSIDE_COST if last < _WIDOW_EM * material.items[-1].style.em_mm else 0.0
    return widow + sum(costs.get(span.past, _UNLAWFUL_COST) for span in spans[:-1])


def with_phrases(material: HorizontalList) -> HorizontalList:
    """Return a paragraph in which lines end inside a phrase only where nothing else is left."""
    if not material.breaks:
        return material
    places: list[int] = []
    parts: list[str] = []
    at = 0
    for item in material.items:
        blank = item.blank.text if item.blank is not None else ""
        at += len(blank)
        places.append(at)
        parts += [blank, item.cluster.text]
        at += len(item.cluster.text)
    costs = _costs("".join(parts))
    penalties = [
        penalty if _parted(material, index) else penalty + costs.get(places[index], _INSIDE_COST)
        for index, penalty in zip(material.breaks, material.penalties, strict=True)
    ]
    return replace(material, penalties=penalties)


def _costs(text: str) -> dict[int, float]:
    """Return what it costs to end a line where a phrase, or a word in it, begins."""
    costs = dict.fromkeys(phrase_starts(text), 0.0)
    for match in _BETWEEN_KANJI.finditer(text):
        if match.start() in costs:
            costs[match.start()] = _COMPOUND_COST
    for match in _BREATH.finditer(text):
        costs[match.start()] = min(costs.get(match.start(), _BREATH_COST), _BREATH_COST)
    return costs


def _parted(material: HorizontalList, index: int) -> bool:
    """Tell whether a blank or a mark parts two items anyway."""
    items = material.items
    return items[index].blank is not None or items[index - 1].cluster.last in _ENDS_PHRASES
