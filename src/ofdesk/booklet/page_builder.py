"""Builds one page: sets texts in frames, draws rules and pictures, and adds what all pages share.

Owns the page furniture (thumb tab, folio, running head) and the keeping of field boxes; knows no records.
"""

from __future__ import annotations

import dataclasses

from ofdesk.base.geometry import Rect
from ofdesk.base.japan import REGIONS
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.outline import page_anchor
from ofdesk.booklet.pictures import Picture, cropped
from ofdesk.booklet.toolkit import Toolkit
from ofdesk.drawing.display_list import (
    Anchor,
    FieldBox,
    Group,
    Ink,
    Link,
    Operation,
    Page,
    Path,
    Stroke,
)
from ofdesk.typesetting.frame import SetFrame
from ofdesk.typesetting.style import Text, TextStyle

HAIRLINE_PT = 0.25
TAB_WIDTH_MM = 6.0
TAB_HEIGHT_MM = 16.0
TAB_FIRST_Y_MM = 126.0
_FOLIO_BELOW_AREA_MM = 9.0


def rectangle(rect: Rect, fill: Ink | None = None, stroke: Stroke | None = None) -> Path:
    """Return a rectangle as a path."""
    return Path(
        (
            ("M", rect.x_mm, rect.y_mm),
            ("L", rect.right_mm, rect.y_mm),
            ("L", rect.right_mm, rect.bottom_mm),
            ("L", rect.x_mm, rect.bottom_mm),
            ("Z",),
        ),
        fill,
        stroke,
    )


class PageBuilder:
    """A page in the making.

    Attributes:
        area: type area of this page (its margins depend on left or right).
        accent: ink of the page's region for areas and rules.
        accent_text: the same for small text, or the text's ink where the accent is too light.
    """

    def __init__(self, toolkit: Toolkit, number: int, region: str = "") -> None:
        self.toolkit = toolkit
        self.theme = toolkit.theme
        self.number = number
        self.region = region
        self.area = toolkit.theme.type_area(number)
        self.accent = toolkit.accent(region)
        self.accent_text = toolkit.accent_for_text(region)
        self._ops: list[Operation] = [Anchor(page_anchor(number))]
        self._fields: list[FieldBox] = []

    def style(self, name: str, **changes: object) -> TextStyle:
        """Return a style of the theme with the page's accent, changed as asked."""
        style = self.theme.style(name, accent=self.accent_text)
        return dataclasses.replace(style, **changes) if changes else style  # type: ignore[arg-type]

    def add(self, *ops: Operation) -> None:
        """Paint operations above what is there."""
        self._ops.extend(ops)

    def text(
        self,
        text: Text,
        style: TextStyle,
        rect: Rect,
        *,
        max_lines: int | None = None,
        field: tuple[str, str] | None = None,
        tag: str = "P",
    ) -> SetFrame:
        """Set a text in a frame.

        Args:
            field: record id and field name the text comes from, so that the editor can tell how it fits.
            tag: structure tag.
        """
        frame = self.toolkit.composer.frame(text, style, rect, max_lines=max_lines)
        if frame.ops:
            self.add(Group(tuple(frame.ops), tag=tag))
        if field is not None:
            self._fields.append(FieldBox(*field, rect, frame.set_chars, frame.left_out_chars))
        return frame

    def line(
        self,
        text: str,
        style: TextStyle,
        rect: Rect,
        *,
        field: tuple[str, str] | None = None,
        tag: str = "P",
    ) -> float:
        """Set one line at the top of a frame, narrowed and at last cut to its width.

        Returns:
            The width set, in mm.
        """
        fitted = self.toolkit.composer.fit_line(text, style, rect.width_mm)
        slack = rect.width_mm - fitted.line.width_mm
        shift = {"right": slack, "centre": slack / 2}.get(style.align, 0.0)
        metrics = self.toolkit.fonts.face(style.face).metrics
        ascent = (style.leading_mm - style.size_mm) / 2 + metrics.em_top_em * style.size_mm
        ops = fitted.line.ops_at(rect.x_mm + shift, rect.y_mm + ascent)
        if ops:
            self.add(Group(tuple(ops), tag=tag))
        if field is not None:
            left_out = fitted.left_out_chars
            self._fields.append(FieldBox(*field, rect, len(text) - left_out, left_out))
        return fitted.line.width_mm

    def rule(
        self, x_mm: float, right_mm: float, y_mm: float, ink: Ink, width_pt: float = HAIRLINE_PT
    ) -> None:
        """Draw a horizontal line."""
        self.add(Path((("M", x_mm, y_mm), ("L", right_mm, y_mm)), stroke=Stroke(ink, pt_to_mm(width_pt))))

    def picture(self, picture: Picture, rect: Rect) -> None:
        """Fill a rectangle with a picture, cropped around its focus."""
        image = cropped(picture, rect)
        self.add(Group((image,), tag="Figure", alt=picture.alt))
        self._fields.append(FieldBox(picture.record, "focus_x", rect))

    def link(self, rect: Rect, *, page: int | None = None, url: str = "") -> None:
        """Make a rectangle lead to a page of the booklet or to the web."""
        self.add(Link(rect, anchor=page_anchor(page)) if page is not None else Link(rect, url=url))

    def finish(self, running_head: str = "", *, folio: bool = True) -> Page:
        """Add tab, running head and folio and return the page."""
        if self.region in REGIONS:
            self._thumb_tab()
        if folio:
            self._folio(running_head)
        return Page(
            self.theme.size,
            tuple(self._ops),
            self.theme.bleed_mm,
            str(self.number),
            tuple(self._fields),
        )

    @property
    def is_right_hand(self) -> bool:
        """Whether the spine is at the left."""
        return self.number % 2 == 1

    def _thumb_tab(self) -> None:
        """Draw the mark at the fore edge by which a region is found in the closed book (ツメ)."""
        y_mm = TAB_FIRST_Y_MM + REGIONS.index(self.region) * TAB_HEIGHT_MM
        width = TAB_WIDTH_MM + self.theme.bleed_mm
        x_mm = self.theme.size.width_mm - TAB_WIDTH_MM if self.is_right_hand else -self.theme.bleed_mm
        self.add(rectangle(Rect(x_mm, y_mm, width, TAB_HEIGHT_MM), self.accent))
        name = self.toolkit.wording(f"region.{self.region}")
        style = self.theme.style("tab")
        if self.toolkit.accent_for_text(self.region) != self.accent:
            style = dataclasses.replace(style, ink=Ink("text"))
        inner = self.theme.size.width_mm - TAB_WIDTH_MM if self.is_right_hand else 0.0
        height = style.leading_mm * len(name)
        top = y_mm + (TAB_HEIGHT_MM - height) / 2
        for index, char in enumerate(name):
            y_mm = top + index * style.leading_mm
            self.line(char, style, Rect(inner, y_mm, TAB_WIDTH_MM, style.leading_mm), tag="Artifact")

    def _folio(self, running_head: str) -> None:
        """Set the page number at the outer margin and the running head beside it."""
        y_mm = self.area.bottom_mm + _FOLIO_BELOW_AREA_MM
        outer = "right" if self.is_right_hand else "left"
        folio = self.style("folio", align=outer)
        head = self.style("running", align=outer, ink=Ink("text", 0.6))
        height = folio.leading_mm
        number_width = 9.0
        x_mm = self.area.right_mm - number_width if self.is_right_hand else self.area.x_mm
        self.line(str(self.number), folio, Rect(x_mm, y_mm, number_width, height), tag="Artifact")
        if running_head:
            left = self.area.x_mm + (0 if self.is_right_hand else number_width)
            room = Rect(left, y_mm, self.area.width_mm - number_width, height)
            self.line(running_head, head, room, tag="Artifact")
