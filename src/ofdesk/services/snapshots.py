"""A snapshot on its way into another process, in pieces.

Pickling holds up every other thread of a process, typing included: a hundred milliseconds for some thousand
records at once, but never more than a few for one piece.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Record
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.storage.photo_store import PhotoStore

_RECORDS_PER_PIECE = 200


@dataclass(frozen=True, slots=True)
class SnapshotPiece:
    """Some records of a snapshot, and with the last of them what else belongs to it."""

    records: tuple[Record, ...]
    rest: tuple[Project, BookletSettings, PhotoStore] | None


def pieces_of(catalogue: Catalogue, photos: PhotoStore) -> Iterator[SnapshotPiece]:
    """Yield a snapshot in pieces, to be sent one by one."""
    records = iter(catalogue)
    while piece := tuple(islice(records, _RECORDS_PER_PIECE)):
        yield SnapshotPiece(piece, None)
    yield SnapshotPiece((), (catalogue.project, catalogue.booklet, photos))


class SnapshotAssembly:
    """Puts snapshots together again."""

    def __init__(self) -> None:
        self._records: list[Record] = []

    def take(self, piece: SnapshotPiece) -> tuple[Catalogue, PhotoStore] | None:
        """Return the snapshot when this was its last piece."""
        self._records += piece.records
        if piece.rest is None:
            return None
        project, booklet, photos = piece.rest
        catalogue = Catalogue.of(self._records, project, booklet)
        self._records = []
        return catalogue, photos
