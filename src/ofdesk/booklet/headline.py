"""Names in large type: as large as their room allows, so that a long name is set smaller, never cut first."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from ofdesk.base.geometry import Rect
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import Text, TextRun, TextStyle, runs_of

SMALLEST_PT = 6.0
_ONE_LINE_SCALES = (1.0, 0.85)
_LINES_SCALES = (1.0, 0.85, 0.72, 0.6, 0.5)
_TALL_MM = 100_000.0
_MOST_PER_EM = 10.0  # narrow letters of the smallest type, for each em of the full size


@dataclass(frozen=True, slots=True)
class Headline:
    """A name in the size that fits.

    Attributes:
        runs: its text.
        style: of the paragraph.
        lines: how many it takes at most.
    """

    runs: tuple[TextRun, ...]
    style: TextStyle
    lines: int

    @property
    def height_mm(self) -> float:
        """Height of its lines."""
        return self.lines * self.style.leading_mm


def clipped(text: Text, most: int) -> tuple[Text, int]:
    """Return the beginning of a text and how many characters were cut off behind it.

    Setting a text takes time with its length: what no room could ever hold is not set at all.
    """
    runs = (text,) if isinstance(text, str) else tuple(run.text for run in text)
    length = sum(map(len, runs))
    if length <= most:
        return text, 0
    if isinstance(text, str):
        return text[:most], length - most
    kept: list[TextRun] = []
    room = most
    for run in text:
        kept.append(dataclasses.replace(run, text=run.text[:room]))
        room = max(0, room - len(run.text))
    return tuple(kept), length - most


def fitted_headline(
    composer: Composer, text: Text, style: TextStyle, width_mm: float, max_lines: int
) -> Headline:
    """Return a name in the largest type in which it is set whole; in the smallest if it never is.

    One line is tried first, then more lines of larger type, since these read better than one small line.
    """
    room = Rect(0.0, 0.0, width_mm, _TALL_MM)
    tried = Headline(runs_of(text, style), style, 1)
    probe, _ = clipped(text, int(_MOST_PER_EM * max_lines * (width_mm / style.em_mm + 1)))
    for lines, scale in _tries(max_lines):
        tried = Headline(_scaled_runs(text, style, scale), _scaled(style, scale), lines)
        probed = tried.runs if probe is text else _scaled_runs(probe, style, scale)
        if not composer.frame(probed, tried.style, room, max_lines=lines).left_out_chars:
            break
    return tried


def _tries(max_lines: int) -> Iterator[tuple[int, float]]:
    if max_lines > 1:
        yield from ((1, scale) for scale in _ONE_LINE_SCALES)
        yield from ((lines, scale) for scale in (1.0, 0.85) for lines in range(2, max_lines + 1))
    yield from ((max_lines, scale) for scale in _LINES_SCALES)


def _scaled_runs(text: Text, style: TextStyle, scale: float) -> tuple[TextRun, ...]:
    runs = runs_of(text, style)
    if scale == 1.0:
        return runs
    return tuple(dataclasses.replace(run, style=_scaled(run.style, scale)) for run in runs)


def _scaled(style: TextStyle, scale: float) -> TextStyle:
    """Return a style with smaller type, no smaller than what print can hold; the leading goes with it."""
    if scale == 1.0:
        return style
    size_pt = max(min(SMALLEST_PT, style.size_pt), style.size_pt * scale)
    return dataclasses.replace(style, size_pt=size_pt, leading_pt=style.leading_pt * size_pt / style.size_pt)
