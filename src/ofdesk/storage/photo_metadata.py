"""Takes metadata out of JPEG and PNG files without touching their compressed pixels.

What stays is what a decoder needs; EXIF, GPS, XMP, comments, thumbnails, colour profiles and everything after
the end of the picture go. Errors are `ValueError`s, for the caller to name.

Source: ITU-T T.81 annex B (markers), JFIF 1.02; PNG 1.2 chapters 3 and 4.
"""

from __future__ import annotations

import re
import struct

_SOI, _EOI, _SOS, _APP0, _APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
# Frame headers, Huffman and arithmetic tables, quantisation, line count, restart interval.
_NEEDED = {*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD}
_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_JFIF_BYTES = 16
MAX_SCANS = 100

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_NEEDED = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


class UnusualJpegError(ValueError):
    """A JPEG file that does not follow the letter of its standard, though a decoder may read it."""


def bare_jpeg(data: bytes) -> bytes:
    """Return a JPEG file without metadata.

    Raises:
        UnusualJpegError: a marker is missing where one must stand, or the file is cut short.
        ValueError: more than `MAX_SCANS` scans, each of which costs a decoder the time of a whole picture.
    """
    if data[:2] != b"\xff\xd8":
        raise UnusualJpegError("no start")
    kept = [data[:2]]
    position, scans = 2, 0
    while True:
        marker, position = _marker_at(data, position)
        if marker == _EOI:
            return b"".join((*kept, b"\xff\xd9"))
        if marker in _STANDALONE:
            continue
        (length,) = struct.unpack(">H", _exactly(data, position, 2))
        segment = _exactly(data, position, max(length, 2))
        position += len(segment)
        if marker == _SOS:
            scans += 1
            if scans > MAX_SCANS:
                raise ValueError("too many scans")
            found = _NEXT_MARKER.search(data, position)
            if found is None:
                raise UnusualJpegError("no end of the picture")
            kept.append(bytes((0xFF, marker)) + segment + data[position : found.start()])
            position = found.start()
        else:
            kept.append(_kept_segment(marker, segment))


def _marker_at(data: bytes, position: int) -> tuple[int, int]:
    if data[position : position + 1] != b"\xff":
        raise UnusualJpegError("no marker")
    while data[position : position + 1] == b"\xff":  # fill bytes may stand before a marker
        position += 1
    return _exactly(data, position, 1)[0], position + 1


def _kept_segment(marker: int, segment: bytes) -> bytes:
    head = bytes((0xFF, marker))
    if marker == _APP0 and segment[2:7] == b"JFIF\x00" and len(segment) >= _JFIF_BYTES:
        # The two bytes before the end of the plain header are the size of a thumbnail: none.
        return head + struct.pack(">H", _JFIF_BYTES) + segment[2 : _JFIF_BYTES - 2] + b"\x00\x00"
    if marker in _NEEDED or (marker == _APP14 and segment[2:7] == b"Adobe"):
        return head + segment
    return b""


def bare_png(data: bytes) -> bytes:
    """Return a PNG file with only the chunks that make the picture.

    Raises:
        ValueError: not a whole PNG file.
    """
    if data[: len(PNG_SIGNATURE)] != PNG_SIGNATURE:
        raise ValueError("no PNG")
    kept = [PNG_SIGNATURE]
    position = len(PNG_SIGNATURE)
    while True:
        length, name = struct.unpack(">I4s", _chunk_bytes(data, position, 8))
        chunk = _chunk_bytes(data, position, length + 12)
        position += len(chunk)
        if name in _PNG_NEEDED:
            kept.append(chunk)
        if name == b"IEND":
            return b"".join(kept)


def _exactly(data: bytes, position: int, length: int) -> bytes:
    piece = data[position : position + length]
    if len(piece) != length:
        raise UnusualJpegError("cut short")
    return piece


def _chunk_bytes(data: bytes, position: int, length: int) -> bytes:
    piece = data[position : position + length]
    if len(piece) != length:
        raise ValueError("cut short")
    return piece
