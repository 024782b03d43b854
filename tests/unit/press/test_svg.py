"""What a page's operations become in a drawing, and that the drawing holds nothing that could hurt."""

from __future__ import annotations

import base64
import dataclasses
import io
import math
import re
from pathlib import Path as FilePath
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Picture
from tests.unit.press.samples import MemoryPhotos, SetText, jpeg, page_of, png

from ofdesk.base.errors import Cancelled, DamagedFileError, ResourceError, WriteError
from ofdesk.base.geometry import Rect, Size
from ofdesk.base.progress import CancelToken
from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.display_list import (
    Anchor,
    DocumentInfo,
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
from ofdesk.drawing.fonts import BOLD, REGULAR, FontBook
from ofdesk.drawing.palettes import load_palette
from ofdesk.press.pdf import PrintJob
from ofdesk.press.photos import ImagePolicy
from ofdesk.press.reports import PdfWarning
from ofdesk.press.svg import SvgOptions, SvgPainter, write_svg
from ofdesk.press.svg_outlines import GlyphShapes, path_data

GOLDEN = FilePath(__file__).parents[2] / "golden" / "press" / "tiny_page.svg"
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
LAYER = "{http://www.inkscape.org/namespaces/inkscape}groupmode"
SQUARE = Path((("M", 10, 10), ("L", 30, 10), ("L", 30, 30), ("L", 10, 30), ("Z",)), fill=Ink("text"))
TRIMMED = SvgOptions()
HOSTILE = "<script>&\x00\"'\ud800\ufffe]]>"


def drawn(job: PrintJob, *operations: Operation, options: SvgOptions = TRIMMED) -> str:
    return "".join(SvgPainter(job, options).drawing(page_of(*operations)))


def tree(job: PrintJob, *operations: Operation, options: SvgOptions = TRIMMED) -> ElementTree.Element:
    return ElementTree.fromstring(drawn(job, *operations, options=options).encode("utf-8"))


def picture_in(root: ElementTree.Element) -> Picture.Image:
    """Return the only picture of a drawing, decoded."""
    (image,) = root.iter(f"{SVG}image")
    media, _, data = image.attrib[HREF].partition(";base64,")
    opened = Picture.open(io.BytesIO(base64.b64decode(data, validate=True)))
    assert media == f"data:{Picture.MIME[opened.format or '']}"
    return opened


def without_bulk(drawing: str) -> str:
    """Return a drawing without the data of pictures and of glyphs, which other programs make."""
    drawing = re.sub(r'(base64,)[^"]+', r"\1…", drawing)
    return re.sub(r'(<path id="f\d-\d+" d=")[^"]+', r"\1…", drawing)


def test_the_drawing_of_a_tiny_page_is_the_golden_one(
    job: PrintJob, set_text: SetText, photos: MemoryPhotos
) -> None:
    photo = photos.add(jpeg(), (320, 240))
    drawing = drawn(
        job,
        Image(photo, Rect(-3, -3, 216, 100), crop=(0.0, 0.1, 1.0, 0.9), alt="見本の写真"),
        SQUARE,
        dataclasses.replace(SQUARE, fill=Ink("region.kinki", 0.1), stroke=Stroke(Ink("rule"), 0.25)),
        Path((("M", 0, 0), ("C", 1, 0, 2, 1, 2, 2)), stroke=Stroke(Ink("rule"), 0.25)),
        Polylines(((0, 0, 1.234, 5.678, 9, 9), (1, 1, 2, 2, 3, 1)), closed=True, fill=Ink("map.sea")),
        Polylines(((0, 0, 50, 50),), stroke=Stroke(Ink("map.coast"), 0.12, (1.0, 0.5), round_joins=False)),
        Group((set_text("切抜き"), Group((set_text("同じ書体", y_mm=46),), tag="P")), clip=SQUARE, tag="H1"),
        Group((SQUARE,), tag="Figure", alt="全国の地図"),
        Group((SQUARE,), tag="Artifact"),
        Group((SQUARE,)),
        set_text("地図", halo=Stroke(Ink("paper"), 0.6)),
        set_text("長体", scale_x=0.8, rise_mm=(0.0, 0.7)),
        set_text("縦組", vertical=True),
        Link(Rect(10, 10, 20, 5), url="https://example.jp/見本?a=1&b=2"),
        Link(Rect(10, 10, 20, 5), anchor="page.3"),
        Anchor("page.1"),
    )
    assert without_bulk(drawing) == GOLDEN.read_text(encoding="utf-8")


def test_turned_lines_are_turned_and_readings_stay_unread(job: PrintJob, set_text: SetText) -> None:
    drawing = drawn(job, set_text("見本", turned=True), set_text("みほん", silent=True))
    assert "rotate(90) scale(" in drawing
    assert "みほん" not in drawing


def test_equal_pages_give_equal_drawings(job: PrintJob, set_text: SetText) -> None:
    operations = (set_text("見本"), Group((SQUARE,), tag="Figure"), set_text("太字", face=BOLD))
    assert drawn(job, *operations) == drawn(job, *operations)


@pytest.mark.parametrize(
    ("options", "size", "box"),
    [
        (SvgOptions(), ("210mm", "297mm"), "0 0 210 297"),
        (SvgOptions(bleed=True), ("216mm", "303mm"), "-3 -3 216 303"),
    ],
)
def test_the_size_is_that_of_the_paper(
    job: PrintJob, options: SvgOptions, size: tuple[str, str], box: str
) -> None:
    root = tree(job, SQUARE, options=options)
    assert (root.attrib["width"], root.attrib["height"]) == size
    assert root.attrib["viewBox"] == box


def test_hostile_words_stay_words(job: PrintJob, set_text: SetText) -> None:
    run = dataclasses.replace(set_text("見本"), texts=(HOSTILE, ""))
    hostile = dataclasses.replace(
        job, info=dataclasses.replace(job.info, title=HOSTILE, subject=HOSTILE, language=HOSTILE)
    )
    link = Link(Rect(0, 0, 1, 1), url=f"https://example.jp/{HOSTILE[:-5]}")
    group = Group((run, SQUARE, link), tag=HOSTILE, alt=HOSTILE)
    root = tree(hostile, group, group)
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>&\"']]>" in {element.attrib.get("aria-label") for element in root.iter()}
    assert root.findtext(f"{SVG}title") == "<script>&\"']]>"
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[\w.-]+", one) for one in ids)


@given(st.text(max_size=30))
def test_any_words_give_a_document(text: str) -> None:
    page = Page(Size(10, 10), (Group((SQUARE,), tag=text, alt=text),))
    job = PrintJob(DocumentInfo(text), load_palette(), FontBook(), MemoryPhotos())
    ElementTree.fromstring("".join(SvgPainter(job).drawing(page)).encode("utf-8"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_only_web_addresses_become_links(job: PrintJob, url: str) -> None:
    painter = SvgPainter(job)
    drawing = "".join(painter.drawing(page_of(Link(Rect(0, 0, 1, 1), url=url))))
    assert "<a " not in drawing
    assert painter.warnings == [PdfWarning("pdf.link_refused", 0, url)]


def test_nothing_outside_of_the_file_is_named(
    job: PrintJob, set_text: SetText, photos: MemoryPhotos
) -> None:
    photo = photos.add(jpeg(), (320, 240))
    root = tree(job, set_text("見本"), Image(photo, Rect(0, 0, 50, 40)), SQUARE)
    named = [element.attrib[HREF] for element in root.iter() if HREF in element.attrib]
    assert len(named) == 3
    assert all(one.startswith(("#f0-", "data:image/jpeg;base64,")) for one in named)


def test_the_outermost_groups_with_a_tag_are_layers(job: PrintJob) -> None:
    inner = Group((SQUARE,), tag="P")
    root = tree(job, Group((inner,), tag="Figure"), Group((inner, SQUARE)), Group((), tag="H1"))
    layers = {e.attrib["id"]: LAYER in e.attrib for e in root.iter(f"{SVG}g") if "id" in e.attrib}
    assert layers == {"Figure.1": True, "P.1": False, "P.2": True}


# -- outlines ---------------------------------------------------------------------------------------


def walked(data: str) -> list[tuple[float, float]]:
    """Return the points of one line of path data, as a reader adds them up."""
    start, _, steps = data.removeprefix("M").removesuffix("z").partition("l")
    numbers = [[float(one) for one in re.findall(r"-?\d*\.?\d+", part)] for part in (start, steps)]
    places = [(numbers[0][0], numbers[0][1])]
    for dx, dy in zip(numbers[1][::2], numbers[1][1::2], strict=True):
        places.append((places[-1][0] + dx, places[-1][1] + dy))
    return places


places_mm = st.floats(-500, 500).map(lambda value: round(value, 4))


@given(st.lists(st.tuples(places_mm, places_mm), min_size=1, max_size=40))
def test_rounding_never_adds_up_along_a_line(points: list[tuple[float, float]]) -> None:
    line = tuple(value for point in points for value in point)
    found = walked(path_data(Polylines((line,))))
    # Half a micrometre of rounding, and what adding floats loses.
    assert found[0] == pytest.approx(points[0], abs=0.000_501)
    assert found[-1] == pytest.approx(points[-1], abs=0.000_501)
    assert len(found) <= len(points)


@pytest.mark.parametrize("line", [(0.0, math.nan), (math.inf, 0.0, 1.0, 1.0), (1.0,), (1.0, 2.0, 3.0)])
def test_what_is_no_line_is_refused(job: PrintJob, line: tuple[float, ...]) -> None:
    with pytest.raises(ValueError):
        drawn(job, Polylines((line,), stroke=Stroke(Ink("rule"), 1.0)))


def test_outlines_without_paint_or_points_leave_nothing(job: PrintJob) -> None:
    empty = drawn(job)
    assert drawn(job, dataclasses.replace(SQUARE, fill=None), Polylines((), fill=Ink("text"))) == empty
    assert drawn(job, Group((), clip=SQUARE, tag="P")) == empty


def test_a_clip_without_outline_lets_nothing_through(job: PrintJob) -> None:
    root = tree(job, Group((SQUARE,), clip=Polylines(())))
    (clip,) = root.iter(f"{SVG}clipPath")
    (outline,) = clip
    assert outline.attrib["d"] == "M0 0"  # no area


# -- type -------------------------------------------------------------------------------------------


def test_a_glyph_is_drawn_as_its_face_has_it(fonts: FontBook) -> None:
    shapes = GlyphShapes(fonts)
    (glyph,) = fonts.face(REGULAR).shape("一").glyphs
    name = shapes.name(REGULAR, glyph)
    (definition,) = shapes.definitions()
    numbers = [int(one) for one in re.findall(r"-?\d+", definition.partition(' d="')[2])]
    extents = fonts.face(REGULAR)._font.get_glyph_extents(glyph)
    assert f'id="{name}"' in definition
    # 一 is a bar of straight lines: its first corner lies on the box of the glyph.
    assert numbers[0] in (extents.x_bearing, extents.x_bearing + extents.width)
    assert numbers[1] in (extents.y_bearing, extents.y_bearing + extents.height)


def test_glyphs_stand_where_they_were_set(job: PrintJob, set_text: SetText) -> None:
    run = set_text("見本 見", x_mm=20.0, y_mm=40.0, scale_x=0.8)
    root = tree(job, run)
    (group,) = (one for one in root.iter(f"{SVG}g") if "transform" in one.attrib)
    numbers = [float(one) for one in re.findall(r"-?[\d.]+", group.attrib["transform"])]
    scale = pt_to_mm(10) / 1000
    assert numbers == pytest.approx([20, 40, scale * 0.8, -scale], abs=1e-7)
    uses = list(group.iter(f"{SVG}use"))
    shown = [offset for offset, text in zip(run.offsets_mm, run.texts, strict=True) if text != " "]
    # A tenth of a unit of 10 pt is 0.4 µm.
    assert [float(use.attrib.get("x", 0)) * scale * 0.8 for use in uses] == pytest.approx(shown, abs=0.0005)
    assert uses[0].attrib[HREF] == uses[2].attrib[HREF]
    assert group.attrib["aria-label"] == "見本 見"
    assert len(list(root.iter(f"{SVG}path"))) == 2


def test_characters_without_a_glyph_are_told(job: PrintJob, set_text: SetText) -> None:
    painter = SvgPainter(job)
    list(painter.drawing(page_of(set_text("見\U0001f984本"))))
    assert painter.warnings == [PdfWarning("pdf.glyph_missing", 0, "\U0001f984")]


def test_an_unknown_face_is_refused(job: PrintJob) -> None:
    with pytest.raises(ResourceError, match=r"font\.unknown"):
        drawn(job, GlyphRun("Nobody", 10, 0, 0, (1,), (0.0,), ("a",)))


def test_a_run_without_glyphs_leaves_nothing(job: PrintJob, set_text: SetText) -> None:
    assert drawn(job, set_text(""), set_text(" ")) == drawn(job)


# -- pictures ---------------------------------------------------------------------------------------


def test_a_photograph_is_reduced_to_the_resolution_of_print(job: PrintJob, photos: MemoryPhotos) -> None:
    photo = photos.add(jpeg(2000, 1500), (2000, 1500))
    picture = picture_in(tree(job, Image(photo, Rect(0, 0, 40, 30))))
    # 40 mm at 350 ppi are 551.2 px, the next step of 32 is 576
    assert picture.size == (576, 432)
    assert picture.format == "JPEG"


def test_a_photograph_that_is_not_too_fine_stays_as_it_is(job: PrintJob, photos: MemoryPhotos) -> None:
    data = jpeg()
    photo = photos.add(data, (320, 240))
    root = tree(job, Image(photo, Rect(0, 0, 40, 30)), options=SvgOptions(images=ImagePolicy()))
    (image,) = root.iter(f"{SVG}image")
    assert base64.b64decode(image.attrib[HREF].partition(",")[2]) == data


def test_colours_of_print_become_those_of_screens(job: PrintJob, photos: MemoryPhotos) -> None:
    photo = photos.add(jpeg(mode="CMYK"), (320, 240))
    picture = picture_in(tree(job, Image(photo, Rect(0, 0, 40, 30))))
    assert picture.mode == "RGB"
    assert picture.getpixel((20, 20)) == pytest.approx((220, 30, 30), abs=12)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1"])
def test_drawn_pictures_keep_every_pixel(job: PrintJob, photos: MemoryPhotos, mode: str) -> None:
    drawn_picture = Picture.linear_gradient("L").resize((40, 30)).convert(mode)
    if mode == "RGBA":
        drawn_picture.putalpha(Picture.radial_gradient("L").resize((40, 30)))
    photo = photos.add(png(drawn_picture), (40, 30))
    picture = picture_in(tree(job, Image(photo, Rect(0, 0, 40, 30))))
    assert picture.format == "PNG"
    wanted = "RGBA" if mode == "RGBA" else "RGB"
    assert picture.convert(wanted).tobytes() == drawn_picture.convert(wanted).tobytes()


def test_a_damaged_picture_is_refused(job: PrintJob, photos: MemoryPhotos) -> None:
    photo = photos.add(jpeg()[:200], (320, 240))
    with pytest.raises(DamagedFileError, match=r"photo\.unreadable"):
        drawn(job, Image(photo, Rect(0, 0, 40, 30)))


# -- files ------------------------------------------------------------------------------------------


def test_a_drawing_is_written_whole_and_told(job: PrintJob, set_text: SetText, tmp_path: FilePath) -> None:
    target = tmp_path / "図.svg"
    steps: list[tuple[int, int, str]] = []
    report = write_svg(
        page_of(set_text("見本")), target, job, progress=lambda *step: steps.append(step)
    )
    assert report.bytes == target.stat().st_size
    assert target.read_text(encoding="utf-8") == drawn(job, set_text("見本"))
    assert steps == [(1, 1, "svg.page")]
    assert list(tmp_path.iterdir()) == [target]


def test_called_off_the_former_file_stays(job: PrintJob, tmp_path: FilePath) -> None:
    target = tmp_path / "図.svg"
    target.write_bytes(b"former")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        write_svg(page_of(SQUARE), target, job, cancel=token)
    assert target.read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_leaves_the_former_file(
    job: PrintJob, tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "図.svg"
    target.write_bytes(b"former")

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ofdesk.storage.atomic.sync", full)
    with pytest.raises(WriteError, match=r"file\.disk_full"):
        write_svg(page_of(SQUARE), target, job)
    assert target.read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [target]
