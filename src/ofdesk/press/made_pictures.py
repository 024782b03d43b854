"""Pictures that were made for a page and come with its operations, beside those that are stored."""

from __future__ import annotations

import struct

from ofdesk.drawing.display_list import Image
from ofdesk.press.photos import PhotoSource, StoredPhoto

_PNG_HEADER_BYTES = 24
_SIZE = struct.Struct(">II")
_SIZE_AT = 16


class WithMadePictures:
    """A source of pictures that also knows those of the operations it was shown."""

    def __init__(self, source: PhotoSource) -> None:
        self._source = source
        self._made: dict[str, bytes] = {}

    def learn(self, image: Image) -> None:
        """Take note of an operation that brings its picture along."""
        if image.data:
            self._made[image.sha256] = image.data

    def photo(self, sha256: str) -> StoredPhoto:
        """Return a picture by its hash; of one made for a page the size stands in the header of its PNG.

        Raises:
            OfdeskError: there is no such picture, or it cannot be read.
        """
        data = self._made.get(sha256)
        if data is None:
            return self._source.photo(sha256)
        return StoredPhoto(data, *_SIZE.unpack_from(data.ljust(_PNG_HEADER_BYTES, b"\0"), _SIZE_AT))
