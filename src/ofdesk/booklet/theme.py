"""The theme: page, margins, grid and named type styles, as data in `resources/themes`.

Owns measures; the colours behind its ink roles are the palette's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from ofdesk.base.errors import ResourceError
from ofdesk.base.geometry import Rect, Size
from ofdesk.base.resources import resource_table
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.fit_ladder import FitLadder, read_ladder
from ofdesk.booklet.look import Look, read_look
from ofdesk.drawing.display_list import Ink
from ofdesk.drawing.fonts import BOLD, REGULAR
from ofdesk.drawing.glyph_forms import features_of
from ofdesk.model.choices import THEMES
from ofdesk.typesetting.style import TextStyle

STANDARD_THEME = "standard"
ACCENT = "accent"
"""Role in a theme's styles that stands for the accent of the region a page belongs to."""

_HEADINGS = frozenset({"display", "title", "heading", "lead", "name", "subname"})
_FACES = {"regular": REGULAR, "bold": BOLD}


@dataclass(frozen=True)
class Theme:
    """Measures and styles.

    Attributes:
        size, bleed_mm: trimmed page and bleed.
        top_mm, bottom_mm, inner_mm, outer_mm: margins; inner is at the spine.
        columns, gutter_mm: column grid of the type area.
        baseline_pt: distance of the lines of the baseline grid, which begins at the top margin.
        styles: text styles by name; inks of role "accent" are replaced page by page.
        look: what is done with colour and pictures.
        ladder: how texts give way that find no room.
        step: the step of the ladder that this copy of the theme is set in, 0 for the design itself.
    """

    name: str
    size: Size
    bleed_mm: float
    top_mm: float
    bottom_mm: float
    inner_mm: float
    outer_mm: float
    columns: int
    gutter_mm: float
    baseline_pt: float
    styles: Mapping[str, TextStyle]
    ladder: FitLadder
    look: Look = Look()
    step: int = 0

    @property
    def baseline_mm(self) -> float:
        """Distance of the lines of the baseline grid."""
        return pt_to_mm(self.baseline_pt)

    def style(self, name: str, *, ink: Ink | None = None, accent: Ink | None = None) -> TextStyle:
        """Return a style, with another ink, or with its accent put in.

        Raises:
            KeyError: the theme has no such style.
        """
        style = self.styles[name]
        if ink is not None:
            return dataclasses.replace(style, ink=ink)
        if style.ink.role == ACCENT:
            return dataclasses.replace(style, ink=accent or Ink("text"))
        return style

    def type_area(self, number: int) -> Rect:
        """Return the area within the margins of a page; odd pages are right-hand pages."""
        left = self.inner_mm if number % 2 else self.outer_mm
        width = self.size.width_mm - self.inner_mm - self.outer_mm
        height = self.size.height_mm - self.top_mm - self.bottom_mm
        return Rect(left, self.top_mm, width, height)

    def column(self, area: Rect, first: int, span: int) -> Rect:
        """Return the part of an area that `span` grid columns from `first` (0-based) cover."""
        width = (area.width_mm - (self.columns - 1) * self.gutter_mm) / self.columns
        x_mm = area.x_mm + first * (width + self.gutter_mm)
        return Rect(x_mm, area.y_mm, span * width + (span - 1) * self.gutter_mm, area.height_mm)

    def on_grid(self, y_mm: float) -> float:
        """Return the first line of the baseline grid at or below a height."""
        lines = (y_mm - self.top_mm) / self.baseline_mm
        whole = int(lines) if abs(lines - round(lines)) > 1e-6 else round(lines)
        if whole < lines - 1e-6:
            whole += 1
        return self.top_mm + whole * self.baseline_mm


def load_theme(name: str = STANDARD_THEME) -> Theme:
    """Read a theme of the program; a name that is not known (of a newer copy) gives the standard one.

    Raises:
        ResourceError: code "resource.missing" or "theme.invalid".
    """
    chosen = name if name in THEMES else STANDARD_THEME
    try:
        return _theme(chosen, resource_table("themes", f"{chosen}.yaml"))
    except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise ResourceError("theme.invalid", name=chosen) from error


def _theme(name: str, table: Mapping[str, Any]) -> Theme:
    page, margins, grid = table["page"], table["margins"], table["grid"]
    return Theme(
        name=name,
        size=Size(float(page["width"]), float(page["height"])),
        bleed_mm=float(page["bleed"]),
        top_mm=float(margins["top"]),
        bottom_mm=float(margins["bottom"]),
        inner_mm=float(margins["inner"]),
        outer_mm=float(margins["outer"]),
        columns=int(grid["columns"]),
        gutter_mm=float(grid["gutter"]),
        baseline_pt=float(grid["baseline"]),
        styles={key: _style(key, entry) for key, entry in table["styles"].items()},
        ladder=read_ladder(table["fit"]),
        look=read_look(table.get("look", {})),
    )


def _style(name: str, entry: Mapping[str, Any]) -> TextStyle:
    return TextStyle(
        face=_FACES[entry["face"]],
        size_pt=float(entry["size"]),
        leading_pt=float(entry["leading"]),
        align=entry["align"],
        ink=Ink(str(entry.get("ink", "text"))),
        tracking_em=float(entry.get("tracking", 0.0)),
        tabular=bool(entry.get("tabular", False)),
        phrases=name in _HEADINGS,
        features=features_of(entry["glyph_forms"]) if "glyph_forms" in entry else (),
    )
