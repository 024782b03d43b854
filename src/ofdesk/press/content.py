"""Paints a page's display list as a PDF content stream.

Contents are written in millimetres with y downwards, as the display list has them: one matrix at the top
of the page turns them into points. Type stands upright again through its own text matrix. Refuses to
decide anything about looks.
Source: ISO 32000-1, 8.5 (paths), 8.9 (images), 9.4 (text), 14.6 (marked content).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ofdesk.base.geometry import Size
from ofdesk.base.units import MM_PER_INCH, PT_PER_INCH, pt_to_mm
from ofdesk.drawing.display_list import (
    Anchor,
    GlyphRun,
    Group,
    Image,
    Ink,
    Link,
    Operation,
    Page,
    Path,
    Polylines,
    Segment,
    Stroke,
)
from ofdesk.drawing.missing_glyphs import missing_texts
from ofdesk.press.codes import CodeShelf, LooseGlyph
from ofdesk.press.glyphs import GlyphShower, ShownGlyphs, actual_text
from ofdesk.press.inks import InkWell
from ofdesk.press.languages import by_language
from ofdesk.press.marks import Element, PageMarks
from ofdesk.press.numbers import number, polyline
from ofdesk.press.objects import deflated

_PT_PER_MM = PT_PER_INCH / MM_PER_INCH
_FILLED, _STROKED = 0, 1  # text rendering modes (ISO 32000-1, table 106)
_WHOLE = (0.0, 0.0, 1.0, 1.0)
_NO_PAGE = Page(Size(0.0, 0.0), ())
_OPERATOR_OF_SEGMENT = {"M": "m", "L": "l", "C": "c", "Z": "h"}


@dataclass(frozen=True, slots=True)
class CalledFace:
    """A face and the codes a page calls of it."""

    face: str
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CalledPicture:
    """A picture by one of its operations, and the printed width of the whole of it."""

    image: Image
    full_width_mm: float


@dataclass(slots=True)
class PaintedPage:
    """What a page became.

    Knows no file: what the content calls has names of the page's own, and may be sent to another process.

    Attributes:
        page: the page without its operations.
        content: the content stream; deflated unless it holds marks of loose glyphs.
        fonts: faces by resource name.
        pictures: what is called by resource name.
        loose: glyphs by their mark (`codes.py`).
        links, anchors: left to whoever knows the whole document.
        missing: characters without a glyph, in order of appearance.
        elements: of the structure tree, None where nothing is marked.
    """

    page: Page
    content: bytes = b""
    fonts: dict[str, CalledFace] = field(default_factory=dict)
    pictures: dict[str, CalledPicture] = field(default_factory=dict)
    loose: dict[str, LooseGlyph] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    elements: Element | None = None


@dataclass(slots=True)
class _Graphics:
    """What the reader has set, so that nothing is set twice; saved and restored with q and Q."""

    fill: Ink | None = None
    line_ink: Ink | None = None
    line: tuple[float, tuple[float, ...], bool] | None = None
    font: tuple[str, float] | None = None
    scale_x: float = 1.0
    render_mode: int = 0

    def copy(self) -> _Graphics:
        return _Graphics(self.fill, self.line_ink, self.line, self.font, self.scale_x, self.render_mode)


class PagePainter:
    """Paints pages, one after the other."""

    def __init__(
        self,
        inks: InkWell,
        codes: CodeShelf,
        *,
        spans: bool = True,
        tagged: str = "",
        cut: bool = False,
    ) -> None:
        """Prepare to paint.

        Args:
            inks, codes: what colours and glyphs are called by.
            spans: see `PdfOptions`.
            tagged: language of a document whose content is marked, "" for no marks.
            cut: whether the file holds of each picture what an operation shows of it, and no more.
        """
        self._spans, self._cut = spans, cut
        self._language = tagged
        self._marks: PageMarks | None = None
        self._inks = inks
        self._codes = codes
        self._shower = GlyphShower()
        self._out: list[str] = []
        self._graphics = _Graphics()
        self._page = PaintedPage(_NO_PAGE)
        self._used: dict[str, set[tuple[int, str]]] = {}
        self._names: dict[str, str] = {}
        self._pictures: dict[tuple[str, float, tuple[float, ...]], str] = {}

    def paint(self, page: Page) -> PaintedPage:
        """Paint one page.

        Raises:
            ResourceError: code "font.unknown".
            KeyError: the palette lacks a role.
            ValueError: a measure is not finite, or a tag is no structure type.
        """
        top_pt = (page.size.height_mm + page.bleed_mm) * _PT_PER_MM
        left_pt = page.bleed_mm * _PT_PER_MM
        self._page = PaintedPage(replace(page, ops=(), fields=()))
        self._used, self._names, self._pictures = {}, {}, {}
        self._graphics = _Graphics()
        self._marks = PageMarks() if self._language else None
        scale = f"{_PT_PER_MM:.8f}"
        self._out = [f"{scale} 0 0 -{scale} {left_pt:.5f} {top_pt:.5f} cm\n"]
        for operation in page.ops:
            self._operation(operation)
        if self._marks is not None:
            self._out.append(self._marks.end())
            self._page.elements = self._marks.finished()
        content = "".join(self._out).encode("ascii")
        self._out = []
        self._tell_glyphs()
        self._page.content = content if self._page.loose else deflated(content, tight=bool(self._language))
        return self._page

    def _tell_glyphs(self) -> None:
        """Take note of what the page calls of each face."""
        for face, pairs in self._used.items():
            table = self._codes.table(face)
            codes: list[int] = []
            for pair in pairs:
                digits = table[pair].digits
                loose = self._codes.loose(digits)
                if loose is None:
                    codes.append(int(digits, 16))
                else:
                    self._page.loose[digits] = loose
            self._page.fonts[self._names[face]] = CalledFace(face, tuple(sorted(codes)))

    def _operation(self, operation: Operation) -> None:
        match operation:  # what there is most of comes first
            case GlyphRun():
                self._glyphs(operation)
            case Group():
                self._group(operation)
            case Path() | Polylines():
                self._outline(operation)
            case Image():
                self._image(operation)
            case Link():
                if self._marks is not None:
                    self._marks.link(len(self._page.links), operation)
                self._page.links.append(operation)
            case Anchor():
                self._page.anchors.append(operation)

    # -- graphics state -------------------------------------------------------------------------

    def _fill_with(self, ink: Ink) -> None:
        fill = self._graphics.fill
        if fill is not ink and fill != ink:
            self._graphics.fill = ink
            self._out.append(self._inks.fill(ink) + "\n")

    def _stroke_with(self, stroke: Stroke) -> None:
        graphics = self._graphics
        if graphics.line_ink != stroke.ink:
            graphics.line_ink = stroke.ink
            self._out.append(self._inks.stroke(stroke.ink) + "\n")
        line = (stroke.width_mm, stroke.dash_mm, stroke.round_joins)
        if graphics.line != line:
            dashes = " ".join(number(length) for length in stroke.dash_mm)
            # Ends stay flat (the default), so that a rule is exactly as long as it was drawn.
            self._out.append(f"{number(stroke.width_mm)} w {int(stroke.round_joins)} j [{dashes}] 0 d\n")
            graphics.line = line

    # -- outlines -------------------------------------------------------------------------------

    def _outline(self, outline: Path | Polylines) -> None:
        operator, outline_text = _painting_operator(outline), _construct(outline)
        if operator == "n" or not outline_text:
            return
        self._begin()
        if outline.fill is not None:
            self._fill_with(outline.fill)
        if outline.stroke is not None:
            self._stroke_with(outline.stroke)
        self._out.append(outline_text + operator + "\n")

    def _group(self, group: Group) -> None:
        if self._marks is not None:
            self._marks.enter(group)
        if group.clip is None:
            for operation in group.ops:
                self._operation(operation)
        else:
            self._clipped(group, group.clip)
        if self._marks is not None:
            self._marks.leave()

    def _clipped(self, group: Group, clip: Path | Polylines) -> None:
        outer, self._graphics = self._graphics, self._graphics.copy()
        rule = "W*" if clip.even_odd else "W"
        outline_text = _construct(clip) or "0 0 0 0 re\n"  # no outline lets nothing through
        self._out.append(f"q\n{outline_text}{rule} n\n")
        for operation in group.ops:
            self._operation(operation)
        self._out.append("Q\n")
        self._graphics = outer

    # -- pictures -------------------------------------------------------------------------------

    def _image(self, image: Image) -> None:
        full_width_mm = image.rect.width_mm / (image.crop[2] - image.crop[0])
        key = (image.sha256, full_width_mm, image.crop if self._cut else _WHOLE)
        resource = self._pictures.setdefault(key, f"I{len(self._pictures) + 1}")
        self._page.pictures.setdefault(resource, CalledPicture(image, full_width_mm))
        if self._cut:
            image = replace(image, crop=_WHOLE)
        left, top, right, bottom = image.crop
        width_mm = image.rect.width_mm / (right - left)
        height_mm = image.rect.height_mm / (bottom - top)
        x_mm = image.rect.x_mm - left * width_mm
        foot_mm = image.rect.y_mm - top * height_mm + height_mm
        self._begin()
        clip = ""
        if image.crop != _WHOLE:
            rect = image.rect
            sides = (rect.x_mm, rect.y_mm, rect.width_mm, rect.height_mm)
            clip = " ".join(number(side) for side in sides) + " re W n\n"
        matrix = f"{number(width_mm)} 0 0 {number(-height_mm)} {number(x_mm)} {number(foot_mm)} cm"
        self._out.append(f"q\n{clip}{matrix}\n/{resource} Do\nQ\n")

    # -- type -----------------------------------------------------------------------------------

    def _glyphs(self, run: GlyphRun) -> None:
        if self._marks is None:
            self._glyph_run(run)
            return
        for part, language in by_language(run, self._language):
            self._glyph_run(part, language)

    def _glyph_run(self, run: GlyphRun, language: str = "") -> None:
        if not run.glyphs:
            return
        codes = self._codes.table(run.face)
        used = self._used.get(run.face)
        if used is None:
            used = self._used[run.face] = set()
            self._names[run.face] = f"F{len(self._used)}"
        if 0 in run.glyphs:
            self._page.missing.extend(missing_texts(run))
        glyphs = self._shower.show(run, codes)
        used.update(glyphs.called)
        if run.silent:
            self._silent(run, glyphs)
            return
        if self._marks is not None:
            self._marks.note(run.text, (run.x_mm + run.offsets_mm[0], run.y_mm), language)
        if run.halo is not None:
            self._with_halo(run, run.halo, glyphs)
        elif not self._spans or not glyphs.has_spans:
            self._begin()
            self._set(run, glyphs.bare())
        elif self._marks is None or not self._marks.in_element:
            self._begin()
            self._set(run, glyphs.in_spans())
        else:
            self._out.append(self._marks.end())
            self._set(run, glyphs.matrix + self._marks.pieces(glyphs.pieces))

    def _silent(self, run: GlyphRun, glyphs: ShownGlyphs) -> None:
        """Set glyphs that screen readers pass over: their word is read already."""
        if self._marks is not None:
            self._out.append(self._marks.artifact())
        self._set(run, glyphs.bare())

    def _begin(self) -> None:
        """Open the sequence that what is painted next belongs to."""
        if self._marks is not None:
            self._out.append(self._marks.before())

    def _with_halo(self, run: GlyphRun, halo: Stroke, glyphs: ShownGlyphs) -> None:
        """Set glyphs over their halo, both in one span, so that readers take the text out once."""
        outer, self._out = self._out, []
        self._stroke_with(halo)
        self._set_type(run, _STROKED)
        self._out.append(f"BT\n{glyphs.bare()}ET\n")
        self._set(run, glyphs.bare())
        painted, self._out = "".join(self._out), outer
        if self._marks is not None and self._marks.in_element:
            self._out += [self._marks.end(), self._marks.pieces([(painted, run.text)])]
        else:
            self._begin()
            self._out.append(f"{actual_text(run.text)}{painted}EMC\n")

    def _set(self, run: GlyphRun, shown: str) -> None:
        self._fill_with(run.ink)
        self._set_type(run, _FILLED)
        self._out.append(f"BT\n{shown}ET\n")

    def _set_type(self, run: GlyphRun, render_mode: int) -> None:
        graphics = self._graphics
        font = (self._names[run.face], run.size_pt)
        if graphics.font != font:
            self._out.append(f"/{font[0]} {pt_to_mm(run.size_pt):.5f} Tf\n")
            graphics.font = font
        if graphics.scale_x != run.scale_x:
            self._out.append(f"{number(run.scale_x * 100)} Tz\n")
            graphics.scale_x = run.scale_x
        if graphics.render_mode != render_mode:
            self._out.append(f"{render_mode} Tr\n")
            graphics.render_mode = render_mode


def _painting_operator(outline: Path | Polylines) -> str:
    """Return the operator that ends an outline (ISO 32000-1, table 60)."""
    star = "*" if outline.even_odd else ""
    if outline.fill is not None:
        return ("B" if outline.stroke is not None else "f") + star
    return "S" if outline.stroke is not None else "n"


def _construct(outline: Path | Polylines) -> str:
    """Return the operators that build an outline."""
    if isinstance(outline, Path):
        return "".join(map(_segment, outline.segments))
    end = "h\n" if outline.closed else ""
    return "".join(polyline(line) + end for line in outline.lines)


def _segment(segment: Segment) -> str:
    operands = "".join([number(value) + " " for value in segment[1:]])
    return f"{operands}{_OPERATOR_OF_SEGMENT[segment[0]]}\n"
