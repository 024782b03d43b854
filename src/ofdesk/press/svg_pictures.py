"""Pictures inside an SVG file: as data of the formats that every program reads, in sRGB."""

from __future__ import annotations

import base64
import io

from PIL import Image

from ofdesk.press.photos import PreparedImage
from ofdesk.press.png_chunks import GREY, RGB, SIGNATURE, chunk, header

_CMYK_QUALITY = 90
_COLOURS = {"DeviceGray": GREY, "DeviceRGB": RGB}


def data_address(picture: PreparedImage) -> str:
    """Return a picture as an address that holds its data (RFC 2397)."""
    media, data = _as_file(picture)
    return f"data:{media};base64,{base64.b64encode(data).decode('ascii')}"


def _as_file(picture: PreparedImage) -> tuple[str, bytes]:
    """Return media type and bytes: photographs as JPEG, drawn pictures as PNG."""
    if picture.encoding == "DCTDecode":
        if picture.space != "DeviceCMYK":
            return "image/jpeg", picture.data
        opened = Image.open(io.BytesIO(picture.data), formats=("JPEG",))
        return "image/jpeg", _saved(opened.convert("RGB"), "JPEG", quality=_CMYK_QUALITY)
    data = _png_of_samples(picture)
    if picture.mask is None:
        return "image/png", data
    masked = Image.open(io.BytesIO(data), formats=("PNG",)).convert("RGB")
    masked.putalpha(Image.open(io.BytesIO(_png_of_samples(picture.mask)), formats=("PNG",)))
    return "image/png", _saved(masked, "PNG")


def _saved(picture: Image.Image, kind: str, **options: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def _png_of_samples(picture: PreparedImage) -> bytes:
    """Wrap deflated samples as a PNG: they are stored with its predictors already."""
    head = header(picture.width_px, picture.height_px, _COLOURS[picture.space])
    return SIGNATURE + head + chunk(b"IDAT", picture.data) + chunk(b"IEND", b"")
