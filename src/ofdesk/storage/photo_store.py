"""Where the bytes of photos and of maps' layers live while a project is open: in files, found by digest.

Owns finding, checking and keeping bytes. Holds no pictures in memory and no open file, so that a store can be
sent to a worker process, which then reads the same files; photos added later are found there too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ofdesk.base.errors import DamagedFileError, InputError, ReadError
from ofdesk.storage.atomic import write_whole
from ofdesk.storage.container import MAX_PHOTO_BYTES, Container, opened
from ofdesk.storage.layout import EXTENSION_OF_LAYER_MEDIA, data_digest, is_reserved


@dataclass(frozen=True, slots=True)
class PhotoStore:
    """Bytes by SHA-256 in hexadecimal.

    Attributes:
        folder: where photos added in this session are kept as `<sha256>.<ext>`; None: none can be added.
        archive: the project file (better: the session's own copy of it) the other photos are read from.
        beside: the folder of the user's project file, where layers not kept in it lie; None: none yet.
    """

    folder: Path | None = None
    archive: Container | None = None
    beside: Path | None = None

    def __contains__(self, sha256: object) -> bool:
        return isinstance(sha256, str) and (
            self._file(sha256) is not None or self._member(sha256) is not None
        )

    def get(self, sha256: str, *, proved: bool = False) -> bytes:
        """Return the bytes of a photo or of a layer, checked against their digest.

        Args:
            sha256: digest in hexadecimal.
            proved: whether the bytes were read and found right before, and the project file has not been
                touched since (`state`).

        Raises:
            ReadError: "photo.missing" or the file cannot be read.
            DamagedFileError: "photo.damaged", or the project file is damaged.
        """
        file = self._file(sha256)
        member = self._member(sha256)
        if file is not None:
            with opened(file) as stream:
                data = stream.read(MAX_PHOTO_BYTES + 1)
        elif member is not None and self.archive is not None:
            data = self.archive.read(member, MAX_PHOTO_BYTES, proved=proved)
        else:
            raise ReadError("photo.missing", photo=sha256[:12])
        if (file is not None or not proved) and hashlib.sha256(data).hexdigest() != sha256:
            raise DamagedFileError("photo.damaged", member=member or sha256[:12])
        return data

    def state(self) -> tuple[int, ...]:
        """Return what changes when somebody writes to the project file or puts another one in its place.

        Size and time of the last change; also which file it is and when anything about it changed, for
        programs that copy files give them the time of the original.
        """
        if self.archive is None:
            return ()
        try:
            about = self.archive.path.stat()
        except OSError:  # reading will tell
            return ()
        return about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino

    def add(self, data: bytes, media: str) -> str:
        """Keep bytes durably; returns their digest.

        Raises:
            InputError: "photo.read_only", "photo.unknown_media" or "photo.too_large".
            WriteError: the folder cannot be written.
        """
        if self.folder is None:
            raise InputError("photo.read_only")
        extension = EXTENSION_OF_LAYER_MEDIA.get(media)
        if extension is None:
            raise InputError("photo.unknown_media", media=media)
        if len(data) > MAX_PHOTO_BYTES:
            raise InputError("photo.too_large", limit_mb=MAX_PHOTO_BYTES // 1024**2)
        sha256 = hashlib.sha256(data).hexdigest()
        if self._file(sha256) is None:
            write_whole(self.folder / f"{sha256}.{extension}", data)
        return sha256

    def added(self) -> Iterator[tuple[str, str]]:
        """Yield digest and media type of what was added."""
        if self.folder is None or not self.folder.is_dir():
            return
        media_of_suffix = {f".{extension}": media for media, extension in EXTENSION_OF_LAYER_MEDIA.items()}
        for path in sorted(self.folder.iterdir()):
            media = media_of_suffix.get(path.suffix)
            if media is not None and len(path.stem) == 64:
                yield path.stem, media

    def reserved(self) -> Iterator[tuple[str, bytes]]:
        """Yield the members of the project file that this program carries along without reading them."""
        if self.archive is None:
            return
        for name in sorted(name for name in self.archive.entries if is_reserved(name)):
            yield name, self.archive.read(name, MAX_PHOTO_BYTES)

    def _file(self, sha256: str) -> Path | None:
        if self.folder is None or len(sha256) != 64 or not sha256.isalnum():
            return None
        for extension in EXTENSION_OF_LAYER_MEDIA.values():
            path = self.folder / f"{sha256}.{extension}"
            if path.is_file():
                return path
        return None

    def _member(self, sha256: str) -> str | None:
        if self.archive is None:
            return None
        for folder in ("photos", "layers"):
            for extension in EXTENSION_OF_LAYER_MEDIA.values():
                name = f"{folder}/{sha256}.{extension}"
                if name in self.archive.entries and data_digest(name):
                    return name
        return None
