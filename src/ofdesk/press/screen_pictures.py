"""The pictures of a file for screens: what of them is shown, at its size there, within a size of the file.

How fine they can be depends on all of them together, so they are written after the last page. Pages name
reserved objects; every such object fills the unit square with the part that the page shows. Parts of one
picture that cost less together are cut out of one copy by small forms.
Refuses to go below the last step of fineness: then the file is larger than wished for, and that is told.
Source: ISO 32000-1, 8.9.5 (image dictionaries), 8.10 (form XObjects).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ofdesk.base.progress import Cancel, Progress
from ofdesk.drawing.display_list import Image
from ofdesk.press.made_pictures import WithMadePictures
from ofdesk.press.numbers import number
from ofdesk.press.objects import ObjectWriter, PdfValue, array, dictionary, name
from ofdesk.press.photos import PhotoSource, PreparedImage
from ofdesk.press.pictures import write_picture
from ofdesk.press.screen_encoding import Crop, Fineness, ShownPart, ShownPhoto, encoded_photos

_MOST_THREADS = 4
_TRIED_OF_A_KIND = 4  # pictures of like size that are encoded to foresee what all of them take
_FORESEEN_WITHIN = 0.98
_SAME_PLACE = 0.004  # crops whose edges differ by less are one: nobody sees that, and one copy does
_FORM_BYTES = 250


@dataclass(frozen=True, slots=True)
class ScreenPolicy:
    """How pictures and lines go into a file for screens.

    Attributes:
        steps: of pictures, from the finest to the last resort; the first with which the file is small enough
            is taken.
        max_file_bytes: what "small enough" is.
        line_tolerance_mm: how far lines of maps may stray from where they are printed.
    """

    steps: tuple[Fineness, ...]
    max_file_bytes: int
    line_tolerance_mm: float = 0.05


@dataclass(slots=True)
class _Use:
    """A part of a picture as pages show it: its object, and the largest full size it is shown in."""

    placed: PdfValue
    crop: Crop
    full_mm: tuple[float, float]


@dataclass(slots=True)
class _Copy:
    """What is encoded once: a part of a picture, and the uses that are cut out of it."""

    part: ShownPart
    uses: list[_Use] = field(default_factory=list)


class ScreenPictures:
    """Collects what pages show of pictures; `write` writes it all."""

    def __init__(self, source: PhotoSource, policy: ScreenPolicy, writer: ObjectWriter) -> None:
        self._source = WithMadePictures(source)
        self._policy = policy
        self._writer = writer
        self._uses: dict[str, list[_Use]] = {}

    def place(self, image: Image, full_width_mm: float) -> PdfValue:
        """Return the object that will show the part of a picture an operation shows; `write` writes it."""
        self._source.learn(image)
        full_mm = full_width_mm, image.rect.height_mm / (image.crop[3] - image.crop[1])
        uses = self._uses.setdefault(image.sha256, [])
        for use in uses:
            if all(abs(a - b) < _SAME_PLACE for a, b in zip(use.crop, image.crop, strict=True)):
                use.full_mm = max(use.full_mm, full_mm)
                return use.placed
        placed = self._writer.reserve()
        uses.append(_Use(placed, image.crop, full_mm))
        return placed

    def write(self, progress: Progress, cancel: Cancel) -> None:
        """Write all pictures, as fine as the size of the file allows: after everything else.

        Args:
            progress: told after every picture, code "pdf.pictures".
            cancel: asked before every picture.

        Raises:
            OfdeskError: the source has no such picture, or code "photo.unreadable".
            Cancelled: called off.
        """
        copies = {sha256: _copies(uses) for sha256, uses in self._uses.items()}
        photos = [ShownPhoto(sha256, tuple(copy.part for copy in found)) for sha256, found in copies.items()]
        if not photos:
            return
        forms = sum(len(copy.uses) for found in copies.values() for copy in found if len(copy.uses) > 1)
        room = self._policy.max_file_bytes - self._writer.foreseen_bytes - forms * _FORM_BYTES
        encoded = self._encoded_within(room, photos, progress, cancel)
        for found, prepared in zip(copies.values(), encoded, strict=True):
            for copy, image in zip(found, prepared, strict=True):
                self._write(copy, image)

    def _encoded_within(
        self, room: int, photos: Sequence[ShownPhoto], progress: Progress, cancel: Cancel
    ) -> list[tuple[PreparedImage, ...]]:
        """Return all parts encoded in the first step of which they find room, else in the last one."""
        steps = self._policy.steps
        tried = _few_of_each_kind(photos)
        step = self._first_fitting(room, tried, cancel)
        while True:
            encoded: list[tuple[PreparedImage, ...]] = []
            taken = 0
            for prepared in self._encoded(photos, steps[step]):
                cancel.check()
                encoded.append(prepared)
                taken += _size(prepared)
                progress(len(encoded), len(photos), "pdf.pictures")
            if taken <= room or step == len(steps) - 1:
                return encoded
            step += 1

    def _first_fitting(self, room: int, tried: Sequence[tuple[ShownPhoto, float]], cancel: Cancel) -> int:
        """Return the first step that promises to fit, judging by a few pictures; halving the steps left."""
        low, high = 0, len(self._policy.steps) - 1
        while low < high:
            cancel.check()
            middle = (low + high) // 2
            encoded = self._encoded([photo for photo, _ in tried], self._policy.steps[middle])
            foreseen = sum(
                _size(prepared) * weight for prepared, (_, weight) in zip(encoded, tried, strict=True)
            )
            if foreseen <= room * _FORESEEN_WITHIN:
                high = middle
            else:
                low = middle + 1
        return low

    def _encoded(
        self, photos: Sequence[ShownPhoto], fineness: Fineness
    ) -> Iterator[tuple[PreparedImage, ...]]:
        threads = min(_MOST_THREADS, os.cpu_count() or 1)
        return encoded_photos(photos, self._source, fineness, threads)

    def _write(self, copy: _Copy, image: PreparedImage) -> None:
        if len(copy.uses) == 1:
            write_picture(self._writer, image, copy.uses[0].placed)
            return
        reference = write_picture(self._writer, image)
        for use in copy.uses:
            self._write_form(use, copy.part.crop, reference)

    def _write_form(self, use: _Use, of: Crop, picture: PdfValue) -> None:
        """Write a form that fills the unit square with a part of a picture; y grows upwards in it."""
        left, top, right, bottom = use.crop
        width, height = right - left, bottom - top
        matrix = (
            *((of[2] - of[0]) / width, 0, 0, (of[3] - of[1]) / height),
            *((of[0] - left) / width, (bottom - of[3]) / height),
        )
        content = " ".join(number(value * 1000) for value in matrix)
        entries = {
            "Type": name("XObject"),
            "Subtype": name("Form"),
            "BBox": array([0, 0, 1000, 1000]),
            "Matrix": array([0.001, 0, 0, 0.001, 0, 0]),
            "Resources": dictionary({"XObject": dictionary({"P": picture})}),
        }
        self._writer.write_stream(
            entries, f"{content} cm /P Do\n".encode("ascii"), compress=False, reference=use.placed
        )


def _size(prepared: Sequence[PreparedImage]) -> int:
    return sum(len(image.data) + (len(image.mask.data) if image.mask else 0) + 200 for image in prepared)


def _area_mm2(crop: Crop, full_mm: tuple[float, float]) -> float:
    return (crop[2] - crop[0]) * full_mm[0] * (crop[3] - crop[1]) * full_mm[1]


def _copies(uses: Sequence[_Use]) -> list[_Copy]:
    """Return the parts to encode: all uses cut out of one copy where that takes fewer pixels."""
    together = ShownPart(
        (
            min(use.crop[0] for use in uses),
            min(use.crop[1] for use in uses),
            max(use.crop[2] for use in uses),
            max(use.crop[3] for use in uses),
        ),
        max(use.full_mm for use in uses),
    )
    apart = sum(_area_mm2(use.crop, use.full_mm) for use in uses)
    if len(uses) > 1 and _area_mm2(together.crop, together.full_mm) <= apart:
        return [_Copy(together, list(uses))]
    return [_Copy(ShownPart(use.crop, use.full_mm), [use]) for use in uses]


def _few_of_each_kind(photos: Sequence[ShownPhoto]) -> list[tuple[ShownPhoto, float]]:
    """Return some pictures of each size, evenly from all, and for how many others each of them stands."""
    kinds: dict[int, list[ShownPhoto]] = {}
    for photo in photos:
        area = sum(_area_mm2(part.crop, part.full_mm) for part in photo.parts)
        kinds.setdefault(int(area).bit_length(), []).append(photo)
    found: list[tuple[ShownPhoto, float]] = []
    for alike in kinds.values():
        few = list(islice(alike, 0, None, max(1, len(alike) // _TRIED_OF_A_KIND)))
        found += [(photo, len(alike) / len(few)) for photo in few]
    return found
