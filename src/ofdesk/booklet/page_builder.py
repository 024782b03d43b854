"""Builds one page: sets texts in frames, draws rules and pictures, keeps the boxes of fields.

Knows no records; what all pages share (tab, folio) comes from `furniture`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager

from ofdesk.base.geometry import Rect
from ofdesk.base.japan import REGIONS
from ofdesk.base.units import pt_to_mm
from ofdesk.booklet.fit_ladder import AS_DESIGNED, FitStep
from ofdesk.booklet.furniture import folio, tab_frame, thumb_tab
from ofdesk.booklet.headline import clipped, fitted_headline
from ofdesk.booklet.ornament import frieze, placeholder
from ofdesk.booklet.outline import page_anchor
from ofdesk.booklet.pictures import Picture, cropped
from ofdesk.booklet.shapes import rounded
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
    Tightening,
)
from ofdesk.model.parts import PageLayout
from ofdesk.typesetting.composer import FittedLine
from ofdesk.typesetting.frame import SetFrame
from ofdesk.typesetting.style import PARAGRAPH_END, Text, TextStyle

HAIRLINE_PT = 0.25
CONTENT_BELOW_HEADING_MM = 18.0
QUIET = Ink("text", 0.65)  # captions and sources: lighter than the text, contrast still 4.5:1
_HEADING_RAISE_MM = 2.4  # from the top of the leading to the capitals of a title
_CREDIT_GAP_MM = 0.5
_SOURCE_GAP_MM = 1.4
_SURELY_ENOUGH = 5  # narrow letters for each full-width character a room holds
_MOST_MEASURED = 2000
_CELLS = ("TH", "TD")  # of a table, which has as many in every row


def text_scale(layout: PageLayout | None) -> float:
    """Return the factor of a record's text size that was chosen by hand, 1 for none."""
    percent = layout.text_percent if layout is not None else None
    return 1.0 if percent is None else percent / 100


class PageBuilder:
    """A page in the making.

    Attributes:
        text_scale: factor of the size of running text, as chosen by hand for a record.
        area: type area of this page (its margins depend on left or right).
        accent: ink of the page's region for areas and rules.
        accent_text: the same for small text, or the text's ink where the accent is too light.
    """

    def __init__(
        self, toolkit: Toolkit, number: int, region: str = "", layout: PageLayout | None = None
    ) -> None:
        """Begin a page; `layout` holds what was decided by hand for the record that the page is all about."""
        self.toolkit = toolkit
        self.theme = toolkit.theme
        self.wording = toolkit.wording
        self.number = number
        self.region = region
        self.text_scale = text_scale(layout)
        self.area = toolkit.theme.type_area(number)
        self.accent = toolkit.accent(region)
        self.accent_text = toolkit.accent_for_text(region)
        self._ops: list[Operation] = [Anchor(page_anchor(number))]
        self._fields: list[FieldBox] = []
        self._pictures: list[Rect] = []
        self._styles: dict[tuple[object, ...], TextStyle] = {}
        self._names: dict[TextStyle, str] = {}
        self._weights: dict[FitStep, int] = {}

    def style(self, name: str, **changes: object) -> TextStyle:
        """Return a style of the theme with the page's accent, changed as asked.

        Only Japanese is justified: Latin lines that are not hyphenated would be torn apart.
        """
        key = (name, self.accent_text, self.text_scale, *changes.items())
        style = self._styles.get(key)
        if style is None:
            style = self.theme.style(name, accent=self.accent_text)
            if style.align == "justify" and self.wording.language != "ja":
                style = dataclasses.replace(style, align="left")
            if changes:
                style = dataclasses.replace(style, **changes)  # type: ignore[arg-type]
            style = self.theme.ladder.at(name, style, self.theme.step, self.text_scale)
            self._names[style] = name
            self._styles[key] = style
        return style

    def add(self, *ops: Operation) -> None:
        """Paint operations above what is there."""
        self._ops.extend(ops)

    @contextmanager
    def tagged(self, tag: str, alt: str = "") -> Iterator[None]:
        """Gather what is set meanwhile in a structure element, for those who have the file read aloud.

        A row of a table is "TR" around texts set with the tags "TH" and "TD", as many in every row; a row of
        "TH" alone heads the columns, a "TH" among "TD" its row. An item of a list is "LI" around its texts;
        its mark or number is set with the tag "Lbl". Rows and items that follow one another become one table
        and one list; "Table" and "L" around them set them apart from others. A drawing is "Figure" with a
        text that says what it shows. Rules and areas between cells and items are decoration of their own
        accord. The order of setting is the order of reading. No tag gathers nothing.
        """
        if not tag:
            yield
            return
        outer, self._ops = self._ops, []
        try:
            yield
        finally:
            inner, self._ops = self._ops, outer
            if inner or tag in _CELLS:
                self.add(Group(tuple(inner), tag=tag, alt=alt))

    # Text

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
        """Set paragraphs in a frame.

        Args:
            text: plain or in runs; line breaks begin paragraphs.
            style: of the paragraphs.
            rect: the frame; what finds no room in it is left out and counted in the field's box.
            max_lines: a further limit.
            field: record and field the text comes from, for the way back from page to form.
            tag: structure tag.
        """
        composer = self.toolkit.composer
        shown, cut = clipped(
            text, _SURELY_ENOUGH * (composer.capacity(style, rect, max_lines=max_lines) + 16)
        )
        frame = composer.frame(shown, style, rect, max_lines=max_lines)
        if self.theme.step:
            kept = self.theme.ladder.factors(self._names.get(style, ""), self.theme.step)
            self._weights[kept] = self._weights.get(kept, 0) + frame.set_chars
        if frame.ops or tag in _CELLS:
            self.add(Group(tuple(frame.ops), tag=tag))
        if field is not None:
            left_out = frame.left_out_chars + cut
            self._fields.append(FieldBox(*field, rect, frame.set_chars, left_out, last_line=frame.last_line))
        return frame

    def headline(
        self,
        text: Text,
        style: TextStyle,
        rect: Rect,
        *,
        max_lines: int = 2,
        field: tuple[str, str] | None = None,
        tag: str = "H1",
    ) -> SetFrame:
        """Set a name as large as the width of its room allows, from the top down (see `headline`)."""
        fitted = fitted_headline(self.toolkit.composer, text, style, rect.width_mm, max_lines)
        # One line of smaller type stands on the baseline that the full size would have had.
        drop = self.baseline_in(style) - self.baseline_in(fitted.style) if fitted.lines == 1 else 0.0
        room = Rect(rect.x_mm, rect.y_mm + drop, rect.width_mm, fitted.height_mm + 0.1)
        return self.text(fitted.runs, fitted.style, room, max_lines=fitted.lines, field=field, tag=tag)

    def line(
        self,
        text: str,
        style: TextStyle,
        rect: Rect,
        *,
        field: tuple[str, str] | None = None,
        tag: str = "P",
    ) -> float:
        """Set one line at the top of a frame, smaller, narrowed and at last cut to its width.

        Returns:
            The width set, in mm.
        """
        room = int(rect.width_mm / style.em_mm) + 16
        shown = text[: _SURELY_ENOUGH * room]
        fitted = self._fitted_line(shown, style, rect.width_mm, own=field is not None)
        slack = rect.width_mm - fitted.line.width_mm
        shift = {"right": slack, "centre": slack / 2}.get(style.align, 0.0)
        ops = fitted.line.ops_at(rect.x_mm + shift, rect.y_mm + self.baseline_in(style))
        if ops or tag in _CELLS:
            self.add(Group(tuple(ops), tag=tag))
        if field is not None:
            left_out = fitted.left_out_chars + len(text) - len(shown)
            self._fields.append(FieldBox(*field, rect, len(text) - left_out, left_out))
        return fitted.line.width_mm

    def _fitted_line(self, text: str, style: TextStyle, width_mm: float, *, own: bool) -> FittedLine:
        """Set a line as the theme's ladder allows; words of the booklet itself must do with what they get.

        The limits are the same in all steps of the page: a line too long shall not make all texts give way.
        """
        composer, ladder = self.toolkit.composer, self.theme.ladder
        if not own:
            return composer.fit_line(text, style, width_mm)
        designed_pt = style.size_pt / ladder.factors(self._names.get(style, ""), self.theme.step).size
        tried = style
        fitted = composer.fit_line(text, style, width_mm, 1.0)
        for factor in ladder.line_sizes:
            size_pt = ladder.limited(designed_pt, factor)
            if fitted.truncated and size_pt < tried.size_pt:
                tried = dataclasses.replace(style, size_pt=size_pt)
                fitted = composer.fit_line(text, tried, width_mm, 1.0)
        if fitted.truncated:
            least = min(1.0, ladder.line_width / style.scale_x)
            fitted = composer.fit_line(text, tried, width_mm, least)
        return fitted

    def leave_out(self, field: tuple[str, str], text: str, rect: Rect) -> None:
        """Take note that a text found no room at all."""
        self.note(field, rect, 0, len(text))

    def note(
        self,
        field: tuple[str, str],
        rect: Rect,
        set_chars: int,
        left_out_chars: int,
        movable: str = "",
    ) -> None:
        """Take note of a text that was set by other means; `movable` as in `FieldBox`."""
        self._fields.append(FieldBox(*field, rect, set_chars, left_out_chars, movable))

    def baseline_in(self, style: TextStyle) -> float:
        """Return how far below the top of its leading the baseline of a style lies, in mm."""
        metrics = self.toolkit.fonts.face(style.face).metrics
        return (style.leading_mm - style.size_mm) / 2 + metrics.em_top_em * style.size_mm

    def height_of(self, text: str, style: TextStyle, width_mm: float) -> float:
        """Return the height a text takes in a width, in mm; 0 for no text.

        Of a text that is longer than any page only the beginning is measured: it is too high all the same.
        """
        composer = self.toolkit.composer
        paragraphs = PARAGRAPH_END.split(text[:_MOST_MEASURED]) if text else ()
        return sum(composer.paragraph(part, style, width_mm).height_mm for part in paragraphs)

    # Headings

    def section_heading(self, text: str, part: int = 0) -> float:
        """Set the heading of a section, smaller on its later pages; returns where the content begins."""
        name, ink = ("title", Ink("text")) if part == 0 else ("heading", QUIET)
        style = self.style(name, ink=ink)
        row = Rect(self.area.x_mm, self.area.y_mm - _HEADING_RAISE_MM, self.area.width_mm, style.leading_mm)
        if part == 0 and self.theme.look.frieze_mm:
            look = self.theme.look
            self.add(frieze(self.theme.size, self.theme.bleed_mm, look.frieze_mm, text, look.cover_ground))
        self.headline(text, style, row, max_lines=1)
        return self.theme.on_grid(self.area.y_mm + CONTENT_BELOW_HEADING_MM)

    def header(self, text: Text, field: tuple[str, str] | None = None) -> None:
        """Set the heading of a full page above the type area, the same on all pages of its section.

        One that repeats the name of a record says by `field` which.
        """
        style = self.style("heading")
        y_mm = self.area.y_mm - style.leading_mm - 2.2
        row = Rect(self.area.x_mm, y_mm, self.area.width_mm, style.leading_mm)
        self.headline(text, style, row, max_lines=1, field=field)

    # Lines, pictures, links

    def rule(
        self, x_mm: float, right_mm: float, y_mm: float, ink: Ink, width_pt: float = HAIRLINE_PT
    ) -> None:
        """Draw a horizontal line."""
        self.add(Path((("M", x_mm, y_mm), ("L", right_mm, y_mm)), stroke=Stroke(ink, pt_to_mm(width_pt))))

    def picture(self, picture: Picture, rect: Rect, *, whole: bool = False) -> None:
        """Fill a rectangle with a picture, cropped around its focus, with the corners of the theme.

        `whole` keeps the corners of one that meets other pictures or the edge of the paper.
        """
        clip = None if whole else self._corners(rect)
        self.add(Group((cropped(picture, rect),), clip, tag="Figure", alt=picture.alt))
        self._fields.append(FieldBox(picture.record, "focus_x", rect))
        self._pictures.append(rect)

    def picture_or_ornament(self, picture: Picture | None, rect: Rect, seed: str, accent: Ink) -> None:
        """Fill a rectangle with a picture, or with the booklet's ornament where there is none."""
        if picture:
            self.picture(picture, rect)
        else:
            columns, tints = max(2, round(rect.width_mm / 14.0)), self.theme.look.ornament
            field = placeholder(rect, accent, seed, columns, tints)
            corners = self._corners(rect)
            self.add(field if corners is None else dataclasses.replace(field, clip=corners))

    def _corners(self, rect: Rect) -> Path | None:
        """Return what rounds the corners of a picture; none for one that runs into the bleed."""
        radius = self.theme.look.corner_mm
        return rounded(rect, radius) if radius and rect.x_mm >= 0.0 else None

    def credit(self, picture: Picture, rect: Rect, max_lines: int = 1) -> float:
        """Name who provided a picture, below its right edge; returns where that ends.

        Below a small picture, which holds few characters, a credit may take two lines.
        """
        if not picture.credit:
            return rect.bottom_mm
        style = self.style("credit", ink=QUIET, align="right")
        row = Rect(rect.x_mm, rect.bottom_mm + _CREDIT_GAP_MM, rect.width_mm, style.leading_mm)
        field = (picture.record, "credit")
        if max_lines == 1 or self.toolkit.composer.line(picture.credit, style).width_mm <= rect.width_mm:
            self.line(picture.credit, style, row, field=field, tag="Caption")
            return row.bottom_mm
        room = row.inset(0.0, 0.0, 0.0, (1 - max_lines) * style.leading_mm)
        used = self.text(picture.credit, style, room, max_lines=max_lines, field=field, tag="Caption")
        return row.y_mm + used.used_height_mm

    def caption(self, picture: Picture, rect: Rect) -> None:
        """Say below a large picture what it shows, and at the right who provided it."""
        self.credit(picture, rect)
        if picture.caption:
            style = self.style("credit", ink=QUIET)
            room = Rect(rect.x_mm, rect.bottom_mm + _CREDIT_GAP_MM, rect.width_mm * 0.6, style.leading_mm)
            self.line(picture.caption, style, room, field=(picture.record, "caption"), tag="Caption")

    def source_line(self, text: str, record: str) -> None:
        """Set sources and dates between the type area and the page number."""
        if text:
            style = self.style("caption", ink=QUIET)
            top_mm = self.area.bottom_mm + _SOURCE_GAP_MM
            room = Rect(self.area.x_mm, top_mm, self.area.width_mm, 2 * style.leading_mm)
            self.text(text, style, room, max_lines=2, field=(record, "source_note"))

    def link(self, rect: Rect, *, page: int | None = None, url: str = "") -> None:
        """Make a rectangle lead to a page of the booklet or to the web."""
        self.add(Link(rect, anchor=page_anchor(page)) if page is not None else Link(rect, url=url))

    def finish(self, running_head: str = "", *, with_folio: bool = True) -> Page:
        """Add tab, running head and folio and return the page."""
        if self.region in REGIONS:
            tab = tab_frame(self.theme.size, self.number, self.region)
            plate = any(map(tab.intersects, self._pictures))
            self.add(*thumb_tab(self.toolkit, self.number, self.region, plate=plate))
        if with_folio:
            self.add(*folio(self.toolkit, self.number, running_head))
        return Page(
            self.theme.size,
            tuple(self._ops),
            self.theme.bleed_mm,
            str(self.number),
            tuple(self._fields),
            self._tightened(),
        )

    def _tightened(self) -> Tightening | None:
        if not self.theme.step:
            return None
        most = max(self._weights, key=self._weights.__getitem__, default=AS_DESIGNED)
        return Tightening(self.theme.step, most.leading, most.size, most.width)
