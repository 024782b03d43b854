"""The ladder of a theme: how its texts give way, step by step, when they find no room on a page.

First the lines move together, then the type is set smaller, at last it is narrowed (長体); never beyond the
limits of each style, which are data of the theme. Owns factors only; which step a page needs is found by
`fit_steps`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ofdesk.typesetting.style import TextStyle

_KINDS = ("leading", "size", "width")


@dataclass(frozen=True, slots=True)
class FitStep:
    """How much of its leading, size and width a style keeps, as factors up to 1."""

    leading: float = 1.0
    size: float = 1.0
    width: float = 1.0


AS_DESIGNED = FitStep()


@dataclass(frozen=True)
class FitLadder:
    """The steps of a theme's texts.

    Attributes:
        styles: for each style that gives way its steps, in order, as many as every other's has.
        least_pt: no type is made smaller than this.
        line_sizes: sizes that a text of a single line is tried in, as factors, before it is narrowed.
        line_width: the narrowest 長体 of such a line.
    """

    styles: Mapping[str, tuple[FitStep, ...]]
    least_pt: float
    line_sizes: tuple[float, ...]
    line_width: float

    @property
    def last(self) -> int:
        """Number of the last step; 0 stands for the design itself."""
        return max(map(len, self.styles.values()), default=0)

    def factors(self, name: str, step: int) -> FitStep:
        """Return what a style keeps at a step; styles that do not give way keep all."""
        steps = self.styles.get(name, ())
        return steps[step - 1] if steps and step else AS_DESIGNED

    def at(self, name: str, style: TextStyle, step: int, scale: float = 1.0) -> TextStyle:
        """Return a style as a step and a size chosen by hand make it.

        Args:
            name: of the style in the theme; one that does not give way is returned as it is.
            style: the style, perhaps changed by the page.
            step: the step, 0 for none.
            scale: a factor of the size that the leading follows.
        """
        if name not in self.styles or (not step and scale == 1.0):
            return style
        kept = self.factors(name, step)
        size_pt = self.limited(style.size_pt, scale * kept.size)
        leading_pt = style.leading_pt * kept.leading * size_pt / style.size_pt
        return dataclasses.replace(
            style, size_pt=size_pt, leading_pt=leading_pt, scale_x=style.scale_x * kept.width
        )

    def limited(self, size_pt: float, scale: float) -> float:
        """Return a size times a factor, but not below what is read, nor larger for being small already."""
        return max(min(self.least_pt, size_pt), size_pt * scale)


def read_ladder(table: Mapping[str, Any]) -> FitLadder:
    """Read the entry `fit` of a theme.

    Raises:
        KeyError, TypeError, ValueError: the entry is damaged.
    """
    usual = table["steps"]
    line = table["line"]
    styles = {name: _steps({**usual, **(own or {})}) for name, own in table["styles"].items()}
    if len({len(steps) for steps in styles.values()}) > 1:
        raise ValueError("styles with more or fewer steps than others")
    return FitLadder(
        styles=styles,
        least_pt=float(table["least_size"]),
        line_sizes=_factors(line["size"]),
        line_width=_factors([line["width"]])[0],
    )


def _steps(kinds: Mapping[str, Sequence[float]]) -> tuple[FitStep, ...]:
    """Return the steps in order: each kind begins when the one before it is used up."""
    step, steps = AS_DESIGNED, []
    for kind in _KINDS:
        for factor in _factors(kinds[kind]):
            step = dataclasses.replace(step, **{kind: factor})
            steps.append(step)
    return tuple(steps)


def _factors(values: Sequence[float]) -> tuple[float, ...]:
    """Return factors, each smaller than the one before."""
    factors = tuple(float(value) for value in values)
    falling = all(one >= following for one, following in pairwise(factors))
    if not falling or not all(0.5 <= factor <= 1.0 for factor in factors):
        raise ValueError("factors that do not fall from 1 to 0.5")
    return factors
