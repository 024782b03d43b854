"""The stored photos of a catalogue, as the PDF writer asks for them."""

from __future__ import annotations

from ofdesk.base.errors import DamagedFileError
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Photo
from ofdesk.press.photos import StoredPhoto
from ofdesk.storage.photo_store import PhotoStore


class PrintPhotos:
    """Joins what the catalogue knows of a photo (its size) with its bytes in the store."""

    def __init__(self, catalogue: Catalogue, store: PhotoStore, proved: set[str] | None = None) -> None:
        """Take a catalogue and its store.

        Args:
            catalogue: knows the sizes.
            store: holds the bytes.
            proved: digests of what was read from this store before and found right; added to.
        """
        self._store = store
        self._proved: set[str] = set() if proved is None else proved
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
        photo = StoredPhoto(self._store.get(sha256, proved=sha256 in self._proved), *size)
        self._proved.add(sha256)
        return photo
