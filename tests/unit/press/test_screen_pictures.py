"""Pictures of files for screens: only what is shown, at its size there, as fine as the file's size allows."""

from __future__ import annotations

import dataclasses
import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image as Picture
from tests.unit.press.samples import MemoryPhotos, Written, jpeg, page_of, png, written

from ofdesk.base.errors import Cancelled, DamagedFileError
from ofdesk.base.geometry import Rect
from ofdesk.base.progress import CancelToken
from ofdesk.drawing.display_list import Image
from ofdesk.press.pdf import PdfOptions, PrintJob, write_pdf
from ofdesk.press.screen_encoding import Fineness
from ofdesk.press.screen_pictures import ScreenPolicy

STEPS = tuple(Fineness(150.0, quality) for quality in (90, 60, 30, 10))
NO_LIMIT = 10**9
INCH = 25.4


def for_screen(
    job: PrintJob, most_bytes: int = NO_LIMIT, steps: tuple[Fineness, ...] = STEPS
) -> PrintJob:
    options = PdfOptions(screen=ScreenPolicy(steps, most_bytes), shown="trim", tagged=True)
    return dataclasses.replace(job, options=options)


def noise(size: tuple[int, int] = (1600, 1200), seed: int = 60) -> bytes:
    file = io.BytesIO()
    Picture.effect_noise(size, seed).convert("RGB").save(file, "JPEG", quality=92)
    return file.getvalue()


@dataclasses.dataclass(frozen=True)
class Found:
    """A picture as it lies in a file."""

    size: tuple[int, int]
    encoding: str
    space: str
    raw: bytes


def pictures(result: Written) -> list[Found]:
    with result.open() as pdf:
        return [
            Found(
                (int(thing.Width), int(thing.Height)),
                str(thing.Filter),
                str(thing.ColorSpace),
                thing.read_raw_bytes(),
            )
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]


def sizes(result: Written) -> list[tuple[int, int]]:
    return [image.size for image in pictures(result)]


def forms(result: Written) -> int:
    with result.open() as pdf:
        found = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        return sum(thing.get("/Subtype") == "/Form" for thing in found)


def colour_at(result: Written, x_mm: float, y_mm: float) -> tuple[int, int, int]:
    with pypdfium2.PdfDocument(result.data) as document:
        pixels = document[0].render(scale=2).to_pil().convert("RGB")
    found = pixels.getpixel((round(x_mm / INCH * 144), round(y_mm / INCH * 144)))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def test_only_the_part_shown_is_kept_at_its_size_and_stands_where_it_stood(
    job: PrintJob, photos: MemoryPhotos
) -> None:
    photo = photos.add(jpeg(1600, 1200), (1600, 1200))
    # The right half, three inches high: 450 pixels; half of the full width of 4 inches, 300 pixels.
    page = page_of(Image(photo, Rect(50, 60, 2 * INCH, 3 * INCH), crop=(0.5, 0.0, 1.0, 1.0)))
    result = written([page], for_screen(job))
    assert sizes(result) == [(300, 450)]
    (image,) = pictures(result)
    file = Picture.open(io.BytesIO(image.raw))
    assert file.info["progressive"]
    assert "icc_profile" not in file.info
    assert [layer[1:3] for layer in file.layer] == [(2, 2), (1, 1), (1, 1)]  # type: ignore[attr-defined]
    green, grey = colour_at(result, 60, 70), colour_at(result, 60, 60 + 2.5 * INCH)
    assert green[1] > green[0] + 100
    assert max(grey) - min(grey) < 20
    assert colour_at(result, 45, 70) == (255, 255, 255)


def test_a_picture_is_never_enlarged(job: PrintJob, photos: MemoryPhotos) -> None:
    photo = photos.add(jpeg(320, 240), (320, 240))
    assert sizes(written([page_of(Image(photo, Rect(0, 0, 200, 150)))], for_screen(job))) == [(320, 240)]


def test_a_picture_shown_twice_is_one_object_in_its_larger_size(job: PrintJob, photos: MemoryPhotos) -> None:
    photo = photos.add(jpeg(1600, 1200), (1600, 1200))
    pages = [page_of(Image(photo, Rect(0, 0, width, width * 0.75))) for width in (INCH, 3 * INCH, 2 * INCH)]
    result = written(pages, for_screen(job))
    assert sizes(result) == [(450, 338)]
    assert forms(result) == 0


def test_other_crops_are_cut_out_of_the_same_copy_where_that_is_smaller(
    job: PrintJob, photos: MemoryPhotos
) -> None:
    photo = photos.add(jpeg(1600, 1200), (1600, 1200))
    large = Image(photo, Rect(0, 0, 4 * INCH, 2.7 * INCH), crop=(0.0, 0.1, 1.0, 1.0))
    small = Image(photo, Rect(20, 200, 40, 60), crop=(0.5, 0.0, 1.0, 1.0))
    result = written([page_of(large, small)], for_screen(job))
    assert sizes(result) == [(600, 450)]
    assert forms(result) == 2
    with result.open() as pdf:
        assert pdf.check_pdf_syntax() == []
    red, green, grey = (colour_at(result, *at) for at in ((5, 5), (25, 210), (25, 250)))
    assert red[0] > red[1] + 100
    assert green[1] > green[0] + 100
    assert max(grey) - min(grey) < 20
    assert colour_at(result, 18, 210) == (255, 255, 255)


def test_far_crops_of_one_picture_are_kept_apart(job: PrintJob, photos: MemoryPhotos) -> None:
    photo = photos.add(jpeg(1600, 1200), (1600, 1200))
    corners = ((0.0, 0.0, 0.2, 0.2), (0.8, 0.8, 1.0, 1.0))
    pages = [page_of(Image(photo, Rect(0, 0, INCH, 0.75 * INCH), crop=corner)) for corner in corners]
    assert sizes(written(pages, for_screen(job))) == [(150, 112), (150, 112)]


def test_quality_goes_down_until_the_file_is_small_enough(job: PrintJob, photos: MemoryPhotos) -> None:
    page = page_of(Image(photos.add(noise(), (1600, 1200)), Rect(0, 0, 200, 150)))
    finest, last = (len(written([page], for_screen(job, steps=(step,))).data) for step in STEPS[::3])
    wanted = (finest + last) // 2
    result = written([page], for_screen(job, wanted))
    assert last < len(result.data) <= wanted
    assert result.report.warnings == ()
    assert len(written([page], for_screen(job)).data) == finest


def test_a_file_that_cannot_be_small_enough_is_written_and_told(job: PrintJob, photos: MemoryPhotos) -> None:
    page = page_of(Image(photos.add(noise(), (1600, 1200)), Rect(0, 0, 200, 150)))
    result = written([page], for_screen(job, 2000))
    (warning,) = result.report.warnings
    assert (warning.code, warning.page_index) == ("pdf.over_size", -1)
    assert warning.text == f"{len(result.data) / 1e6:.1f} MB"


def test_drawings_keep_their_edges_and_photographs_become_jpeg(job: PrintJob, photos: MemoryPhotos) -> None:
    flat = photos.add(png(Picture.new("P", (400, 300), 3)), (400, 300))
    shot = photos.add(png(Picture.effect_noise((400, 300), 60).convert("RGB")), (400, 300))
    clear = photos.add(png(Picture.new("RGBA", (400, 300), (9, 99, 9, 128))), (400, 300))
    for photo, kinds in ((flat, ["Flate"]), (shot, ["DCT"]), (clear, ["Flate", "Flate"])):
        result = written([page_of(Image(photo, Rect(0, 0, 60, 45)))], for_screen(job))
        assert [image.encoding[1:-6] for image in pictures(result)] == kinds


def test_photos_in_inks_of_print_become_colours_of_screens(job: PrintJob, photos: MemoryPhotos) -> None:
    photo = photos.add(jpeg(640, 480, "CMYK"), (640, 480))
    (image,) = pictures(written([page_of(Image(photo, Rect(0, 0, 60, 45)))], for_screen(job)))
    assert image.space == "/DeviceRGB"


def test_broken_pictures_are_refused_and_nothing_is_waited_for(job: PrintJob, photos: MemoryPhotos) -> None:
    whole, size = png(Picture.effect_noise((400, 300), 60)), (400, 300)
    files = (noise(size, 1), noise(size, 2), whole[: len(whole) // 2] + whole[-12:])
    ops = [Image(photos.add(file, size), Rect(0, 0, 90, 60)) for file in files]
    with pytest.raises(DamagedFileError) as refused:
        written([page_of(*ops)], for_screen(job))
    assert refused.value.code == "photo.unreadable"


def test_writing_pictures_can_be_called_off(job: PrintJob, photos: MemoryPhotos) -> None:
    ops = [Image(photos.add(noise((400, 300), n), (400, 300)), Rect(0, 0, 90, 60)) for n in range(5)]
    token, told = CancelToken(), []

    def progress(done: int, total: int, code: str) -> None:
        told.append((done, total, code))
        if code == "pdf.pictures":
            token.cancel()

    with pytest.raises(Cancelled):
        write_pdf([page_of(*ops)], io.BytesIO(), for_screen(job), progress=progress, cancel=token)
    assert told[-1] == (1, 5, "pdf.pictures")


def test_equal_pages_give_equal_bytes(job: PrintJob, photos: MemoryPhotos) -> None:
    ops = [Image(photos.add(noise((400, 300), n), (400, 300)), Rect(0, 0, 90, 60)) for n in range(5)]
    first = written([page_of(*ops)], for_screen(job, 40_000)).data
    assert written([page_of(*ops)], for_screen(job, 40_000)).data == first
