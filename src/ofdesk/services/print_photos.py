"""The stored photos of a catalogue, as the PDF writer asks for them."""

from __future__ import annotations

from ofdesk.base.errors import DamagedFileError
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Photo
from ofdesk.press.photos import StoredPhoto
from ofdesk.storage.photo_store import PhotoStore


class PrintPhotos:
    """Joins what the catalogue knows of a photo (its size) with its bytes in the store."""

    def __init__(self, catalogue: Catalogue, store: PhotoStore) -> None:
        self._store = store
        self._sizes = {
            photo.sha256: (photo.width_px or 0, photo.height_px or 0) for photo in catalogue.all_of(Photo)
        }

    def photo(self, sha256: str) -> StoredPhoto:
        """Return a photo.

        Raises:
            DamagedFileError: code "photo.unreadable" when the catalogue or the store lacks it.
        """
        size = self._sizes.get(sha256)
        if size is None or not all(size):
            raise DamagedFileError("photo.unreadable", photo=sha256[:12])
        return StoredPhoto(self._store.get(sha256), *size)
