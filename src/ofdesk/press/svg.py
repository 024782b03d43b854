"""Writes one page as an SVG drawing that designers take apart and browsers show.

Type is drawn as outlines, so that every program shows it the same; its characters stand beside as labels for
readers that speak. Groups with a tag are named, the outermost ones as layers. Equal input gives equal bytes.
Refuses to decide anything about looks, and to name anything outside of the file but web addresses.
Source: SVG 1.1 (second edition); layers: the inkscape namespace; Illustrator takes ids for names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.base.units import pt_to_mm
from ofdesk.base.xml_text import xml_attribute, xml_content
from ofdesk.drawing.colours import Palette
from ofdesk.drawing.display_list import (
    GlyphRun,
    Group,
    Image,
    Ink,
    Link,
    Operation,
    Page,
    Path,
    Polylines,
    Stroke,
)
from ofdesk.drawing.missing_glyphs import missing_texts
from ofdesk.press.navigation import ascii_address
from ofdesk.press.numbers import number
from ofdesk.press.pdf import PrintJob
from ofdesk.press.photos import ImagePolicy
from ofdesk.press.pictures import PictureCopies
from ofdesk.press.reports import PdfReport, PdfWarning
from ofdesk.press.svg_outlines import GlyphShapes, path_data
from ofdesk.press.svg_pictures import data_address
from ofdesk.storage.atomic import put_in_place, sibling_of

MAX_PPI = 350
"""Finer pictures are reduced to this, the resolution of the printed booklet."""
_PAPER = Ink("paper")
_HIDDEN = "Artifact"
_NAMESPACES = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
)
# On the root and not on a group: layers must be its children. Flat ends are usual in SVG as in PDF; how far a
# corner may stick out is not.
_USUAL_PAINT = 'fill="none" stroke-linejoin="round" stroke-miterlimit="10"'
_WHOLE = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class SvgOptions:
    """How a drawing is written.

    Attributes:
        bleed: whether the drawing is as large as the page with its bleed, or as the trimmed page.
        images: how fine its pictures are.
    """

    bleed: bool = False
    images: ImagePolicy = ImagePolicy(max_ppi=MAX_PPI)


def write_svg(
    page: Page,
    target: FilePath,
    job: PrintJob,
    options: SvgOptions = SvgOptions(),
    *,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> PdfReport:
    """Write a page to a file, replaced in one step when all is written.

    Args:
        page: the page.
        target: the file.
        job: what the page is made with; its options are those of PDF and have no say here.
        options: size and pictures.
        progress: told at the end, code "svg.page".
        cancel: asked before every operation.

    Raises:
        Cancelled: nothing is left on disk.
        WriteError: what stood at the path still stands there.
        OfdeskError: a picture is unknown or unreadable, a face is unknown.
    """
    painter = SvgPainter(job, options, cancel)
    with sibling_of(target) as (temporary, file):
        size = 0
        for part in painter.drawing(page):
            size += file.write(part.encode("utf-8"))
    put_in_place(temporary, target)
    progress(1, 1, "svg.page")
    return PdfReport(1, size, tuple(painter.warnings))


class SvgPainter:
    """Paints one page.

    Attributes:
        warnings: what a reader of the drawing might miss, once it is painted.
    """

    def __init__(
        self, job: PrintJob, options: SvgOptions = SvgOptions(), cancel: Cancel = NEVER_CANCELLED
    ) -> None:
        self.warnings: list[PdfWarning] = []
        self._job = job
        self._options = options
        self._cancel = cancel
        self._colours = _Colours(job.palette)
        self._glyphs = GlyphShapes(job.fonts)
        self._copies = PictureCopies(job.photos, options.images, job.copies)
        self._names: dict[str, int] = {}
        self._clips = 0
        self._depth = 0
        self._missing: list[str] = []

    def drawing(self, page: Page) -> Iterator[str]:
        """Yield the parts of the drawing.

        Raises:
            Cancelled, OfdeskError: see `write_svg`.
            KeyError: the palette lacks a role.
            ValueError: a measure is not finite.
        """
        body = [part for operation in page.ops for part in self._operation(operation)]
        if self._missing:
            self.warnings.append(PdfWarning("pdf.glyph_missing", 0, "".join(self._missing)))
        yield self._head(page)
        yield "<defs>\n"
        yield from self._glyphs.definitions()
        yield "</defs>\n"
        yield self._paper(page)
        yield from body
        yield "</svg>\n"

    def _head(self, page: Page) -> str:
        bleed_mm = page.bleed_mm if self._options.bleed else 0.0
        width, height = (
            number(side + 2 * bleed_mm) for side in (page.size.width_mm, page.size.height_mm)
        )
        origin = number(-bleed_mm)
        info = self._job.info
        about = "".join(
            f"<{element}>{xml_content(text)}</{element}>\n"
            for element, text in (("title", info.title), ("desc", info.subject))
            if text
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg {_NAMESPACES} version="1.1" width="{width}mm" height="{height}mm" '
            f'viewBox="{origin} {origin} {width} {height}" xml:lang={xml_attribute(info.language)} '
            f"{_USUAL_PAINT}>\n{about}"
        )

    def _paper(self, page: Page) -> str:
        """Return the paper, which elsewhere is the reader's and may be black."""
        edge = -page.bleed_mm
        width, height = (side + 2 * page.bleed_mm for side in (page.size.width_mm, page.size.height_mm))
        return (
            f'<rect id="paper" x="{number(edge)}" y="{number(edge)}" width="{number(width)}" '
            f'height="{number(height)}" fill="{self._colours.of(_PAPER)}"/>\n'
        )

    def _operation(self, operation: Operation) -> Iterator[str]:
        self._cancel.check()
        match operation:
            case GlyphRun():
                yield from self._glyph_run(operation)
            case Path() | Polylines():
                yield from self._outline(operation)
            case Image():
                yield from self._image(operation)
            case Group():
                yield from self._group(operation)
            case Link():
                yield from self._link(operation)

    # -- outlines and groups --------------------------------------------------------------------

    def _outline(self, outline: Path | Polylines) -> Iterator[str]:
        data = path_data(outline)
        if not data or (outline.fill is None and outline.stroke is None):
            return
        paint = ""
        if outline.fill is not None:
            paint += f' fill="{self._colours.of(outline.fill)}"'
            paint += ' fill-rule="evenodd"' if outline.even_odd else ""
        if outline.stroke is not None:
            paint += self._stroked(outline.stroke)
        yield f'<path{paint} d="{data}"/>\n'

    def _stroked(self, stroke: Stroke, scale: float = 1.0) -> str:
        """Return how a line is drawn.

        Args:
            stroke: the line.
            scale: units of the coordinates that make one millimetre.
        """
        text = f' stroke="{self._colours.of(stroke.ink)}" stroke-width="{number(stroke.width_mm * scale)}"'
        if stroke.dash_mm:
            text += f' stroke-dasharray="{" ".join(number(length * scale) for length in stroke.dash_mm)}"'
        return text if stroke.round_joins else text + ' stroke-linejoin="miter"'

    def _group(self, group: Group) -> Iterator[str]:
        attributes = self._clipped(group.clip) if group.clip is not None else ("", "")
        named = self._named(group) if group.tag or group.alt else ""
        self._depth += bool(named)
        inside = [part for operation in group.ops for part in self._operation(operation)]
        self._depth -= bool(named)
        if not inside:
            return
        if not (named or attributes[1]):
            yield from inside
            return
        title = f"<title>{xml_content(group.alt)}</title>\n" if group.alt else ""
        yield f"{attributes[0]}<g{named}{attributes[1]}>\n{title}"
        yield from inside
        yield "</g>\n"

    def _clipped(self, clip: Path | Polylines) -> tuple[str, str]:
        """Return the definition of a clip and what calls it; a clip without outline lets nothing through."""
        self._clips += 1
        rule = ' clip-rule="evenodd"' if clip.even_odd else ""
        data = path_data(clip) or "M0 0"
        name = f"clip-{self._clips}"
        return (
            f'<clipPath id="{name}"><path{rule} d="{data}"/></clipPath>\n',
            f' clip-path="url(#{name})"',
        )

    def _named(self, group: Group) -> str:
        """Return the names of a group: an id, which Illustrator shows, and what Inkscape shows."""
        tag = group.tag or "Figure"
        # Within a name only what every program takes for one; the label keeps the rest.
        plain = "".join(char if char.isalnum() or char in "-_" else "_" for char in tag)
        name = plain if plain[:1].isalpha() else f"_{plain}"
        count = self._names[name] = self._names.get(name, 0) + 1
        label = xml_attribute(f"{tag} {group.alt}".strip())
        text = f" id={xml_attribute(f'{name}.{count}')} inkscape:label={label}"
        if not self._depth:
            text += ' inkscape:groupmode="layer"'
        if group.alt:
            text += f" aria-label={xml_attribute(group.alt)}"
        return text + (' aria-hidden="true"' if tag == _HIDDEN else "")

    # -- pictures and links ---------------------------------------------------------------------

    def _image(self, image: Image) -> Iterator[str]:
        left, top, right, bottom = image.crop
        rect = image.rect
        width_mm = rect.width_mm / (right - left)
        height_mm = rect.height_mm / (bottom - top)
        self._copies.learn(image)
        copy = self._copies.prepared(image.sha256, self._copies.width_px(image.sha256, width_mm))
        place = _box(rect.x_mm - left * width_mm, rect.y_mm - top * height_mm, width_mm, height_mm)
        label = f"role=\"img\" aria-label={xml_attribute(image.alt)}" if image.alt else 'aria-hidden="true"'
        shown = (
            f'<image {label} {place} preserveAspectRatio="none" xlink:href="{data_address(copy)}"/>\n'
        )
        if image.crop == _WHOLE:
            yield shown
            return
        top_corners = (rect.x_mm, rect.y_mm, rect.right_mm, rect.y_mm)
        foot_corners = (rect.right_mm, rect.bottom_mm, rect.x_mm, rect.bottom_mm)
        definition, call = self._clipped(Polylines((top_corners + foot_corners,), closed=True))
        yield f"{definition}<g{call}>\n{shown}</g>\n"

    def _link(self, link: Link) -> Iterator[str]:
        """Write a web address; a drawing of one page has no other places to lead to."""
        if not link.url:
            return
        address = ascii_address(link.url)
        if address is None:
            self.warnings.append(PdfWarning("pdf.link_refused", 0, link.url))
            return
        rect = link.rect
        box = _box(rect.x_mm, rect.y_mm, rect.width_mm, rect.height_mm)
        leads = f"xlink:href={xml_attribute(address)} aria-label={xml_attribute(link.url)}"
        yield f'<a {leads}><rect {box} pointer-events="all"/></a>\n'

    # -- type -----------------------------------------------------------------------------------

    def _glyph_run(self, run: GlyphRun) -> Iterator[str]:
        """Write a run: the glyphs in units of the face, moved, scaled and turned upright as a group."""
        if not run.glyphs:
            return
        if 0 in run.glyphs:
            self._missing.extend(missing_texts(run))
        scale = pt_to_mm(run.size_pt) / self._glyphs.units_per_em(run.face)
        uses = self._uses(run, scale)
        if not uses:
            return
        flip = f"{scale * run.scale_x:.7f} {-scale:.7f}"
        told = 'aria-hidden="true"' if run.silent else f'role="img" aria-label={xml_attribute(run.text)}'
        turn = "rotate(90) " if run.turned else ""
        yield (
            f'<g {told} fill="{self._colours.of(run.ink)}" '
            f'transform="translate({number(run.x_mm)} {number(run.y_mm)}) {turn}scale({flip})">\n'
        )
        if run.halo is not None:
            # Condensed type condenses its halo along with it: a hundredth of a millimetre at most.
            yield f'<g fill="none"{self._stroked(run.halo, 1 / scale)}>{uses}</g>\n'
        yield f"{uses}</g>\n"

    def _uses(self, run: GlyphRun, scale: float) -> str:
        rises = run.rise_mm or (0.0,) * len(run.glyphs)
        parts: list[str] = []
        for glyph, offset_mm, rise_mm in zip(run.glyphs, run.offsets_mm, rises, strict=True):
            name = self._glyphs.name(run.face, glyph)
            if not name:
                continue
            x = 0.0 if run.vertical else offset_mm / (scale * run.scale_x)
            y = (rise_mm - (offset_mm if run.vertical else 0.0)) / scale
            place = "".join(
                f' {axis}="{number(round(value, 1))}"' for axis, value in (("x", x), ("y", y)) if value
            )
            parts.append(f'<use xlink:href="#{name}"{place}/>')
        return "".join(parts)


class _Colours:
    """Screen colours by ink, each worked out once."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._found: dict[Ink, str] = {}

    def of(self, ink: Ink) -> str:
        """Return a colour as `#rrggbb`."""
        found = self._found.get(ink)
        if found is None:
            screen = self._palette.rgb(ink)
            shares = (screen.red, screen.green, screen.blue)
            found = self._found[ink] = "#" + "".join(f"{round(share * 255):02x}" for share in shares)
        return found


def _box(x_mm: float, y_mm: float, width_mm: float, height_mm: float) -> str:
    named = (("x", x_mm), ("y", y_mm), ("width", width_mm), ("height", height_mm))
    return " ".join(f'{name}="{number(value)}"' for name, value in named)
