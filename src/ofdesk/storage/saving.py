"""Saves project files so that nothing is ever lost: the old file stays until the new one is proved.

Order of steps: pack → temporary file beside the target → fsync → read back, parse, compare → compare what
is on the disk with what was opened, keeping it as a version → rename → fsync of the folder.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ofdesk.base.errors import DamagedFileError, FileChangedError, WriteError
from ofdesk.base.progress import NEVER_CANCELLED, Cancel, Progress, no_progress
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.ids import RecordId
from ofdesk.model.records import KINDS, Layer, Photo, Record
from ofdesk.storage.atomic import (
    digest_of,
    discard,
    replace_patiently,
    sibling_of,
    sync_folder,
    write_error,
)
from ofdesk.storage.codec import as_stored, decode_record, encode, nodes_in, read_fields, tree_of
from ofdesk.storage.container import DIRECTORY, MAX_TEXT_MEMBER_BYTES, MAX_TEXT_TOTAL_BYTES, Container
from ofdesk.storage.container_writing import ContainerWriter, Packed, as_text_member, stored
from ofdesk.storage.layout import (
    BOOKLET_MEMBER,
    EXTENSION_OF_LAYER_MEDIA,
    EXTENSION_OF_MEDIA,
    FORMAT_VERSION,
    GEOJSON,
    HEADER_MEMBER,
    layer_member,
    photo_member,
    record_member,
)
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.versions import VersionStore
from ofdesk.storage.yaml_reading import MAX_NODES, MAX_NODES_IN_FILE, read_yaml
from ofdesk.storage.yaml_writing import write_yaml

_RECORDS_PER_STEP = 250
# What readers refuse must not be written; two members are not records.
_MAX_RECORD_BYTES = MAX_TEXT_TOTAL_BYTES - 2 * MAX_TEXT_MEMBER_BYTES
_MAX_RECORD_NODES = MAX_NODES_IN_FILE - 2 * MAX_NODES


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A save that succeeded.

    Attributes:
        digest: SHA-256 of the file now in place.
        size: its bytes.
        version: where the former state is kept; None when there was none or it could not be kept.
        missing_photos: digests of photos and layers whose bytes no store knows.
    """

    digest: str
    size: int
    version: Path | None
    missing_photos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Encoded:
    record: Record
    packed: Packed
    nodes: int


@dataclass(frozen=True, slots=True)
class _Written:
    path: Path
    digest: str
    size: int
    fresh: tuple[_Encoded, ...]
    missing_photos: tuple[str, ...]


class ProjectSaver:
    """Saves one project again and again; remembers how unchanged records were packed and proved."""

    def __init__(
        self, versions: VersionStore | None = None, announce: Callable[[str], None] | None = None
    ) -> None:
        """Take where former states go, and who hears the digest just before the new file takes its place."""
        self._versions = versions
        self._announce = announce
        self._proved: dict[RecordId, _Encoded] = {}
        self._left_beside: list[Path] = []
        self._unsettled = ""

    def save(
        self,
        path: Path,
        catalogue: Catalogue,
        photos: PhotoStore,
        *,
        expected_digest: str | None,
        progress: Progress = no_progress,
        cancel: Cancel = NEVER_CANCELLED,
    ) -> SavedFile:
        """Write a catalogue to a file.

        Args:
            path: the file; a symbolic link is followed.
            catalogue, photos: what to write.
            expected_digest: digest of the file as it was opened or saved last; None: no file may stand there.
                To write over another file that the user chose, pass that file's digest.
            progress, cancel: told and asked between steps; after a cancellation nothing is changed.

        Raises:
            FileChangedError: "file.exists" or "file.changed_on_disk".
            WriteError: the old file is intact. With "file.cannot_replace" the finished new file stays beside
                it, named by the detail `kept`.
            ReadError, DamagedFileError: a photo cannot be read from its store.
            Cancelled: nothing is changed.
        """
        target = path.resolve()
        written = self._write(target, catalogue, photos, progress, cancel)
        try:
            progress(0, 1, "save.verify")
            _verify(written, catalogue, cancel)
            version = self._keep_former(target, catalogue.project.id, expected_digest, cancel)
            cancel.check()
            if self._announce is not None:
                self._announce(written.digest)
        except BaseException:
            discard(written.path)
            raise
        self._put_in_place(written, target)
        for encoded in written.fresh:
            self._proved[encoded.record.id] = encoded
        while self._left_beside:  # earlier attempts, all of whose work is in the file now
            discard(self._left_beside.pop())
        if self._versions is not None:
            self._versions.prune(catalogue.project.id)
        return SavedFile(written.digest, written.size, version, written.missing_photos)

    def _write(
        self, target: Path, catalogue: Catalogue, photos: PhotoStore, progress: Progress, cancel: Cancel
    ) -> _Written:
        with sibling_of(target) as (temporary, stream):
            writer = ContainerWriter(stream)
            _write_settings(writer, catalogue)
            fresh = self._write_records(writer, catalogue, progress, cancel)
            missing = _write_photos(writer, catalogue, photos, progress, cancel)
            missing += _write_layers(writer, catalogue, photos, cancel)
            for name, data in photos.reserved():
                cancel.check()
                writer.add(name, stored(data))
            digest = writer.finish()
        return _Written(temporary, digest, writer.size, fresh, missing)

    def _write_records(
        self, writer: ContainerWriter, catalogue: Catalogue, progress: Progress, cancel: Cancel
    ) -> tuple[_Encoded, ...]:
        fresh: list[_Encoded] = []
        proved: dict[RecordId, _Encoded] = {}
        done = size = nodes = 0
        for kind in KINDS:
            for record in sorted(catalogue.table(kind), key=lambda r: r.id):
                if done % _RECORDS_PER_STEP == 0:
                    cancel.check()
                    progress(done, len(catalogue), "save.records")
                done += 1
                encoded = self._proved.get(record.id)
                if encoded is None or encoded.record is not record:
                    encoded = _encoded(record)
                    fresh.append(encoded)
                else:
                    proved[record.id] = encoded
                size, nodes = size + encoded.packed.size, nodes + encoded.nodes
                writer.add(record_member(kind, record.id), encoded.packed)
        if size > _MAX_RECORD_BYTES or nodes > _MAX_RECORD_NODES:
            raise WriteError("file.too_much_text")
        self._proved = proved
        return tuple(fresh)

    def _keep_former(
        self, target: Path, project_id: str, expected_digest: str | None, cancel: Cancel
    ) -> Path | None:
        """Check that the file on the disk is the expected one, and keep a copy of just what was checked."""
        if not _stands(target):
            return None
        if expected_digest is None:
            raise FileChangedError("file.exists", path=str(target))
        version: Path | None = None
        digest = ""
        if self._versions is not None:
            # A data folder that is full or gone must not keep the user from saving the file itself.
            with contextlib.suppress(WriteError):
                digest, version = self._versions.take(project_id, target, cancel)
        digest = digest or digest_of(target, cancel)
        if digest != expected_digest and digest != self._unsettled:
            if version is not None:
                discard(version)
            raise FileChangedError("file.changed_on_disk", path=str(target))
        return version

    def _put_in_place(self, written: _Written, target: Path) -> None:
        try:
            replace_patiently(written.path, target)
        except OSError as error:
            self._left_beside.append(written.path)
            raise WriteError("file.cannot_replace", path=str(target), kept=str(written.path)) from error
        # From here on the file is ours: should its folder refuse to sync, the next save must know it again.
        self._unsettled = written.digest
        try:
            sync_folder(target.parent)
        except OSError as error:
            raise write_error(error, target) from error
        self._unsettled = ""


def save_project(
    path: Path,
    catalogue: Catalogue,
    photos: PhotoStore,
    *,
    expected_digest: str | None,
    progress: Progress = no_progress,
    cancel: Cancel = NEVER_CANCELLED,
) -> SavedFile:
    """Save once, without versions: see `ProjectSaver.save`."""
    saver = ProjectSaver()
    return saver.save(
        path, catalogue, photos, expected_digest=expected_digest, progress=progress, cancel=cancel
    )


def _stands(target: Path) -> bool:
    try:
        return target.exists()
    except OSError as error:
        raise write_error(error, target) from error


def _write_settings(writer: ContainerWriter, catalogue: Catalogue) -> None:
    header = write_yaml({"format": str(FORMAT_VERSION), "project": tree_of(catalogue.project)})
    writer.add(HEADER_MEMBER, stored(header))
    writer.add(BOOKLET_MEMBER, as_text_member(encode(catalogue.booklet)))


def _encoded(record: Record) -> _Encoded:
    packed = as_text_member(encode(record))
    if packed.size > MAX_TEXT_MEMBER_BYTES:
        raise WriteError("file.record_too_large", record=record.id)
    return _Encoded(record, packed, nodes_in(tree_of(record)))


def _write_photos(
    writer: ContainerWriter, catalogue: Catalogue, photos: PhotoStore, progress: Progress, cancel: Cancel
) -> tuple[str, ...]:
    wanted = {photo.sha256: photo.media for photo in catalogue.all_of(Photo) if photo.sha256}
    missing: list[str] = []
    for done, (sha256, media) in enumerate(sorted(wanted.items())):
        cancel.check()
        progress(done, len(wanted), "save.photos")
        if sha256 not in photos or media not in EXTENSION_OF_MEDIA:
            missing.append(sha256)
            continue
        writer.add(photo_member(sha256, media), stored(photos.get(sha256)))
    return tuple(missing)


def _write_layers(
    writer: ContainerWriter, catalogue: Catalogue, photos: PhotoStore, cancel: Cancel
) -> tuple[str, ...]:
    wanted = {layer.sha256: layer.media for layer in catalogue.all_of(Layer) if layer.sha256}
    missing: list[str] = []
    for sha256, media in sorted(wanted.items()):
        cancel.check()
        if sha256 not in photos or media not in EXTENSION_OF_LAYER_MEDIA:
            missing.append(sha256)
            continue
        data = photos.get(sha256)
        writer.add(layer_member(sha256, media), as_text_member(data) if media == GEOJSON else stored(data))
    return tuple(missing)


def _verify(written: _Written, catalogue: Catalogue, cancel: Cancel) -> None:
    """Read the temporary file back from the disk and prove that it holds the catalogue.

    Raises:
        WriteError: "file.verify_failed".
    """
    try:
        if digest_of(written.path, cancel) != written.digest:
            raise WriteError("file.verify_failed", member=DIRECTORY)
        container = Container.open(written.path)
        _verify_settings(container, catalogue)
        with container.reading() as read:
            for number, encoded in enumerate(written.fresh):
                if number % _RECORDS_PER_STEP == 0:
                    cancel.check()
                record = encoded.record
                name = record_member(record.kind, record.id)
                found = decode_record(record.kind, record.id, read(name, MAX_TEXT_MEMBER_BYTES), name)
                if found != record and found != as_stored(record):
                    raise WriteError("file.verify_failed", member=name)
    except DamagedFileError as error:
        raise WriteError("file.verify_failed", member=error.details.get("member", DIRECTORY)) from error


def _verify_settings(container: Container, catalogue: Catalogue) -> None:
    header = read_yaml(container.read(HEADER_MEMBER, MAX_TEXT_MEMBER_BYTES), HEADER_MEMBER)
    booklet = read_yaml(container.read(BOOKLET_MEMBER, MAX_TEXT_MEMBER_BYTES), BOOKLET_MEMBER)
    for tree, owner, member in (
        (header["project"], catalogue.project, HEADER_MEMBER),
        (booklet, catalogue.booklet, BOOKLET_MEMBER),
    ):
        if read_fields(type(owner), tree, member) != as_stored(owner):
            raise WriteError("file.verify_failed", member=member)
