"""World files: six lines that say where the pixels of a picture lie.

Source: ESRI, "World files for raster datasets": A, D, B, E, C, F, one number a line; C and F are the middle
of the first pixel.
"""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.base.errors import InputError

PICTURE_ENDINGS = ("png", "jpg", "jpeg", "tif", "tiff")
WORLD_ENDINGS = {
    "png": ("pgw", "pngw", "wld"),
    "jpg": ("jgw", "jpgw", "wld"),
    "jpeg": ("jgw", "jpegw", "wld"),
    "tif": ("tfw", "tifw", "wld"),
    "tiff": ("tfw", "tiffw", "wld"),
}
MAX_WORLD_BYTES = 2048
_LINES = 6
_LARGEST = 1e8  # metres; refuses what is no number as well
_LEAST_PIXEL = 1e-24  # square degrees; far below anything a picture could show


@dataclass(frozen=True, slots=True)
class PixelPlaces:
    """Where pixels lie: x = a·column + b·row + c, y = d·column + e·row + f, of the middles of pixels.

    Attributes:
        a, d, b, e, c, f: in the order of a world file.
    """

    a: float
    d: float
    b: float
    e: float
    c: float
    f: float

    @property
    def numbers(self) -> tuple[float, float, float, float, float, float]:
        """The six numbers in the order of a world file."""
        return (self.a, self.d, self.b, self.e, self.c, self.f)

    @property
    def text(self) -> str:
        """The six numbers, separated by spaces, exactly."""
        return " ".join(repr(number) for number in self.numbers)

    @classmethod
    def parse(cls, text: str, file: str) -> PixelPlaces:
        """Read six numbers.

        Raises:
            InputError: "layer.broken_world_file".
        """
        words = text.lstrip("\ufeff").split()
        try:
            numbers = [float(word) for word in words]
        except ValueError as error:
            raise InputError("layer.broken_world_file", file=file) from error
        if len(numbers) != _LINES or not all(abs(number) <= _LARGEST for number in numbers):
            raise InputError("layer.broken_world_file", file=file)
        found = cls(*numbers)
        if abs(found.a * found.e - found.b * found.d) < _LEAST_PIXEL:
            raise InputError("layer.broken_world_file", file=file)
        return found
