"""Pictures on their way into a PDF: JPEG as it is, PNG as deflated pixels, smaller copies where asked.

Owns the check that a picture can be printed, and the cache of smaller copies; refuses to know where
pictures are kept (`PhotoSource`) and to convert other formats (import does that).
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from PIL import Image

from ofdesk.base.errors import DamagedFileError

MAX_PIXELS = 60_000_000
_JPEG_MAGIC = b"\xff\xd8\xff"
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_END_OF_IMAGE = b"\xff\xd9"
_START_OF_SCAN = 0xDA
_ADOBE = 0xEE
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES_PDF_READS = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive Huffman
_OTHER_FRAMES = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_SPACE_OF_CHANNELS = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}
_SPACE_OF_MODE = {"L": "DeviceGray", "RGB": "DeviceRGB"}
# What decoders were seen to raise on broken bytes; anything else is a bug and shall show.
_DECODER_FAILURES = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    RuntimeError,
    AttributeError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """A picture as it is kept: the file's bytes and its size in pixels."""

    data: bytes
    width_px: int
    height_px: int


class PhotoSource(Protocol):
    """Where pictures come from."""

    def photo(self, sha256: str) -> StoredPhoto:
        """Return a picture by its hash.

        Raises:
            OfdeskError: there is no such picture, or it cannot be read.
        """


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """A picture as PDF stores it.

    Attributes:
        data: encoded samples.
        encoding: PDF filter of `data`, "DCTDecode" or "FlateDecode".
        space: colour space.
        inverted: whether 0 means full ink (CMYK as Adobe writes it).
        predicted: whether rows are stored as differences to the row above (PNG predictor "up").
        mask: opacity in grey, where the picture is not opaque everywhere.
    """

    data: bytes
    encoding: str
    width_px: int
    height_px: int
    space: str
    inverted: bool = False
    predicted: bool = False
    mask: PreparedImage | None = None

    @property
    def channels(self) -> int:
        """Samples per pixel."""
        return {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}[self.space]


@dataclass(frozen=True, slots=True)
class ImagePolicy:
    """How large pictures go into the file.

    Attributes:
        max_ppi: finer pictures are reduced to this; None passes all through untouched.
        jpeg_quality: of reduced pictures.
    """

    max_ppi: float | None = None
    jpeg_quality: int = 85


def prepare(photo: StoredPhoto, sha256: str) -> PreparedImage:
    """Return a picture ready for the file; JPEG bytes stay as they are.

    Raises:
        DamagedFileError: code "photo.unreadable".
    """
    if photo.data.startswith(_JPEG_MAGIC):
        return _jpeg(photo.data, sha256)
    if photo.data.startswith(_PNG_MAGIC):
        return lossless(decoded(_png(photo.data, sha256), sha256))
    raise unreadable(sha256)


def unreadable(sha256: str) -> DamagedFileError:
    """Return the error for a picture that cannot be printed."""
    return DamagedFileError("photo.unreadable", photo=sha256[:12])


def _jpeg(data: bytes, sha256: str) -> PreparedImage:
    """Read size and channels from the markers, and refuse what ends before its end."""
    size: tuple[int, int, int] | None = None
    adobe = False
    position = 2
    try:
        while True:
            if data[position] != 0xFF:
                raise unreadable(sha256)
            marker = data[position + 1]
            if marker == 0xFF or marker in _WITHOUT_LENGTH:
                position += 1 if marker == 0xFF else 2
                continue
            length = struct.unpack_from(">H", data, position + 2)[0]
            if marker in _OTHER_FRAMES or (marker in _FRAMES_PDF_READS and size is not None):
                raise unreadable(sha256)  # of two frames, decoders may take the other one
            if marker in _FRAMES_PDF_READS:
                size = _frame_size(data, position + 4, sha256)
            adobe = adobe or (marker == _ADOBE and data[position + 4 : position + 9] == b"Adobe")
            position += 2 + length
            if marker == _START_OF_SCAN:
                break
    except (IndexError, struct.error) as error:
        raise unreadable(sha256) from error
    if size is None or data.rfind(_END_OF_IMAGE, position) < 0:
        raise unreadable(sha256)
    height, width, channels = size
    space = _SPACE_OF_CHANNELS[channels]
    return PreparedImage(data, "DCTDecode", width, height, space, inverted=adobe and channels == 4)


def _frame_size(data: bytes, start: int, sha256: str) -> tuple[int, int, int]:
    """Return height, width and channels of a frame header."""
    precision, height, width, channels = struct.unpack_from(">BHHB", data, start)
    if precision != 8 or not 0 < width * height <= MAX_PIXELS or channels not in _SPACE_OF_CHANNELS:
        raise unreadable(sha256)
    return height, width, channels


def _png(data: bytes, sha256: str) -> Image.Image:
    """Return a PNG whose header promises a bearable size; its pixels are not read yet."""
    width, height = struct.unpack_from(">II", data.ljust(24, b"\0"), 16)
    if not 0 < width * height <= MAX_PIXELS:
        raise unreadable(sha256)
    return _opened(data, "PNG", sha256)


def _opened(data: bytes, kind: str, sha256: str, draft: tuple[int, int] | None = None) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of metadata that nobody prints
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            found = Image.open(io.BytesIO(data), formats=(kind,))
            if draft is not None:
                found.draft(None, draft)
        except _DECODER_FAILURES as error:
            raise unreadable(sha256) from error
    return found


def opened(photo: StoredPhoto, sha256: str, draft: tuple[int, int]) -> Image.Image:
    """Return a picture whose pixels are not read yet, refused already where its header shows a reason.

    For one thread at a time: Python's filters of warnings are those of the whole process.

    Args:
        photo: JPEG or PNG, of the size that was recorded.
        sha256: names the picture when it is refused.
        draft: JPEG only: decode at a fraction that is still at least this large, which is far quicker.

    Raises:
        DamagedFileError: code "photo.unreadable".
    """
    if photo.data.startswith(_PNG_MAGIC):
        picture = _png(photo.data, sha256)
        size = picture.size
    else:
        told = _jpeg(photo.data, sha256)  # refuses before anything is decoded
        size = told.width_px, told.height_px
        picture = _opened(photo.data, "JPEG", sha256, draft)
    if size != (photo.width_px, photo.height_px):
        raise unreadable(sha256)
    return picture


def decoded(picture: Image.Image, sha256: str) -> Image.Image:
    """Return the same picture with all its pixels read; several threads may do so at once.

    Raises:
        DamagedFileError: code "photo.unreadable".
    """
    try:
        picture.load()
    except _DECODER_FAILURES as error:
        raise unreadable(sha256) from error
    return picture


def lossless(picture: Image.Image) -> PreparedImage:
    """Return a decoded picture as deflated samples, with a mask only where something shines through."""
    if picture.mode not in ("L", "RGB") or "transparency" in picture.info:
        has_alpha = "A" in picture.getbands() or "transparency" in picture.info
        grey = picture.mode in ("1", "LA", "I;16", "I")
        if has_alpha:
            picture = picture.convert("RGBA")
            alpha = picture.getchannel("A")
            opaque = alpha.getextrema()[0] == 255
            return _deflated(picture.convert("RGB"), None if opaque else _deflated(alpha))
        picture = picture.convert("L" if grey else "RGB")
    return _deflated(picture)


def _deflated(picture: Image.Image, mask: PreparedImage | None = None) -> PreparedImage:
    """Deflate rows as differences to the row above: drawn patterns shrink to a fraction."""
    samples = np.asarray(picture).reshape(picture.height, -1)
    rows = np.empty((picture.height, samples.shape[1] + 1), dtype=np.uint8)
    rows[:, 0] = 2  # PNG filter type "up"
    rows[0, 1:] = samples[0]
    np.subtract(samples[1:], samples[:-1], out=rows[1:, 1:])
    space = _SPACE_OF_MODE[picture.mode]
    data = zlib.compress(rows.tobytes())
    return PreparedImage(data, "FlateDecode", picture.width, picture.height, space, predicted=True, mask=mask)


CopyKey: TypeAlias = tuple[str, int, int]
"""Hash, width in pixels and quality of a copy."""


class PhotoCache:
    """Smaller copies of pictures, the least recently used dropped first. For one thread at a time.

    Pictures are named by their hash, so what is kept of them never grows stale.
    """

    def __init__(self, max_bytes: int = 64_000_000) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._widths_px: dict[str, int] = {}
        self._copies: OrderedDict[CopyKey, PreparedImage] = OrderedDict()

    def stored_width_px(self, sha256: str, source: PhotoSource) -> int:
        """Return a picture's own width, asking the source only once."""
        width_px = self._widths_px.get(sha256)
        if width_px is None:
            width_px = self._widths_px[sha256] = source.photo(sha256).width_px
        return width_px

    def get(self, key: CopyKey) -> PreparedImage | None:
        """Return a copy."""
        found = self._copies.get(key)
        if found is not None:
            self._copies.move_to_end(key)
        return found

    def put(self, key: CopyKey, image: PreparedImage) -> None:
        """Keep a copy."""
        self._copies[key] = image
        self._bytes += len(image.data)
        while self._bytes > self._max_bytes and len(self._copies) > 1:
            _, dropped = self._copies.popitem(last=False)
            self._bytes -= len(dropped.data)


def reduced(photo: StoredPhoto, sha256: str, width_px: int, quality: int) -> PreparedImage:
    """Return a smaller copy: JPEG again for photographs, deflated pixels for PNG.

    Raises:
        DamagedFileError: code "photo.unreadable".
    """
    height_px = max(1, round(photo.height_px * width_px / photo.width_px))
    size = (width_px, height_px)
    picture = decoded(opened(photo, sha256, size), sha256)
    if picture.format == "PNG":
        return lossless(plain(picture).resize(size, Image.Resampling.BOX))
    return as_jpeg(picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0), quality, sha256)


def plain(picture: Image.Image) -> Image.Image:
    """Return a picture whose pixels are colours, not places in a palette."""
    if picture.mode != "P":
        return picture
    return picture.convert("RGBA" if "transparency" in picture.info else "RGB")


def as_jpeg(picture: Image.Image, quality: int, sha256: str, *, progressive: bool = False) -> PreparedImage:
    """Return pixels as JPEG, colours at half the resolution, without profile and metadata."""
    encoded = io.BytesIO()
    picture.save(encoded, "JPEG", quality=quality, progressive=progressive, subsampling="4:2:0")
    return _jpeg(encoded.getvalue(), sha256)
