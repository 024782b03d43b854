"""Writes PDF objects to a file one after the other, then the cross-reference table.

Owns object numbers, offsets and the file's fingerprint; refuses to keep what was written, so that a
booklet of any length needs the memory of a page. Strings and names are reportlab's; its own document class
keeps every object until the end and takes its time over dictionaries, hence this writer in its place.
"""

from __future__ import annotations

import hashlib
import math
import re
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from reportlab.pdfbase import pdfdoc

from ofdesk.press.object_streams import WIDTHS, ObjectPack, Packed, cross_reference_rows

PdfValue: TypeAlias = Any
"""A reference, a number, or bytes and text that are PDF already."""

# Measured on map outlines: a quarter of the time of level 6 for 3 % more bytes.
_STREAM_LEVEL = 4
_TIGHT_LEVEL = 9  # for files that are sent over a network
_END_BYTES_EACH = 2.5  # of an object's row in the cross-reference stream, deflated; measured: 1.9
_PACKS_TO = 0.3  # of objects that wait, deflated; measured: 0.19
_READS_AS_IT_IS = re.compile(r"[ !#-'*-\[\]-~]*")  # ASCII but for what strings escape


class Reference(NamedTuple):
    """An object that others name by its number."""

    number: int


class _Plain:
    """What reportlab's strings ask their document for."""

    def __init__(self) -> None:
        self.encrypt = pdfdoc.NoEncryption()


@lru_cache(maxsize=1024)
def name(text: str) -> str:
    """Return a PDF name with its slash, escaped."""
    return str(pdfdoc.PDFName(text))


def text_string(text: str) -> bytes:
    """Return a PDF text string, in UTF-16 where the text needs it; halves of surrogate pairs become "?"."""
    if _READS_AS_IT_IS.fullmatch(text):
        return b"(%s)" % text.encode("ascii")
    storable = text.encode("utf-8", "replace").decode("utf-8")
    return bytes(pdfdoc.PDFString(storable).format(_Plain()))


def dictionary(entries: Mapping[str, PdfValue]) -> bytes:
    """Return a dictionary; keys without slash."""
    parts = [b"%s %s" % (name(key).encode("ascii"), shown(value)) for key, value in entries.items()]
    return b"<< %s >>" % b" ".join(parts)


def array(items: Iterable[PdfValue]) -> bytes:
    """Return an array on one line."""
    return b"[%s]" % b" ".join(map(shown, items))


def shown(value: PdfValue) -> bytes:
    """Return a value as it stands in the file."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, str):
        return value.encode("ascii")
    if isinstance(value, Reference):
        return b"%d 0 R" % value
    return b"%d" % value if isinstance(value, int) else _real(value)


@lru_cache(maxsize=4096)
def _real(value: float) -> bytes:
    """Return a number to a millionth of a point: edges of pages decide which pixels a reader shows."""
    if not math.isfinite(value):
        raise ValueError("a file holds finite numbers only")
    return b"%.6f" % value if value % 1 else b"%d" % value


def deflated(data: bytes, *, tight: bool = False) -> bytes:
    """Return data as the filter FlateDecode takes it, as tightly as can be or quickly."""
    return zlib.compress(data, _TIGHT_LEVEL if tight else _STREAM_LEVEL)


class ObjectWriter:
    """One PDF file in the making."""

    def __init__(self, out: BinaryIO, version: str, *, packed: bool = False) -> None:
        """Write the header.

        Args:
            out: an empty file open for writing; only `write` is called.
            version: such as "1.6".
            packed: whether objects go deflated into streams, which readers know since version 1.5, and
                everything is deflated as tightly as can be.
        """
        self._pack = ObjectPack() if packed else None
        self._packed: dict[int, Packed] = {}
        self._reserved = 0
        self._offsets: dict[int, int] = {}
        self._out = out
        self._fingerprint = hashlib.sha256()
        self._position = 0
        # Four bytes above 127 tell transfer programs that the file is binary (ISO 32000-1, 7.5.2).
        self._put(f"%PDF-{version}\n%".encode("ascii") + b"\xe2\xe3\xcf\xd3\n")

    @property
    def position(self) -> int:
        """Bytes written so far."""
        return self._position

    @property
    def foreseen_bytes(self) -> int:
        """How large a packed file would become if it were finished now."""
        waiting = self._pack.waiting_bytes * _PACKS_TO if self._pack is not None else 0
        return self._position + round(waiting + _END_BYTES_EACH * self._reserved)

    def _put(self, data: bytes, known_as: bytes | None = None) -> None:
        self._out.write(data)
        self._fingerprint.update(data if known_as is None else known_as)
        self._position += len(data)

    def reserve(self) -> Reference:
        """Return a reference to an object that will be written later."""
        self._reserved += 1
        return Reference(self._reserved)

    def write(self, value: PdfValue, reference: Reference | None = None) -> Reference:
        """Write an object, under a reserved reference when given, and return its reference."""
        reference = reference or self.reserve()
        if self._pack is not None:
            self._pack.add(reference.number, shown(value))
            self._offsets[reference.number] = 0
            if self._pack.is_full:
                self._write_pack(self._pack)
            return reference
        self._offsets[reference.number] = self._position
        self._put(b"%d 0 obj\n%s\nendobj\n" % (reference.number, shown(value)))
        return reference

    def _write_pack(self, pack: ObjectPack) -> None:
        """Write the stream of the objects that wait, and wait for others."""
        first, data = pack.joined()
        entries = {"Type": name("ObjStm"), "N": len(pack.numbers), "First": first}
        stream = self.write_stream(entries, data).number
        self._packed |= {number: Packed(stream, index) for index, number in enumerate(pack.numbers)}
        self._pack = ObjectPack()

    def write_stream(
        self,
        entries: Mapping[str, PdfValue],
        data: bytes,
        *,
        compress: bool = True,
        reference: Reference | None = None,
        known_as: bytes | None = None,
    ) -> Reference:
        """Write a stream object and return its reference.

        Args:
            entries: the stream's dictionary without Length; with Filter when `data` is encoded already.
            data: content; left as it is unless compressed here.
            compress: whether to deflate.
            reference: a reserved reference.
            known_as: what tells this content from any other, where that is known: photos are most of a file,
                and their digests are at hand.
        """
        reference = reference or self.reserve()
        told = dict(entries)
        if compress:
            data = deflated(data, tight=self._pack is not None)
            told["Filter"] = name("FlateDecode")
        told["Length"] = len(data)
        self._offsets[reference.number] = self._position
        self._put(b"%d 0 obj\n%s\nstream\n" % (reference.number, dictionary(told)))
        self._put(data, known_as)
        self._put(b"\nendstream\nendobj\n")
        return reference

    def finish(self, catalog: PdfValue, info: PdfValue) -> None:
        """Write cross-reference table and trailer.

        The identifier is a digest of everything written: equal files have equal identifiers.

        Raises:
            ValueError: a reserved object was never written (reported by its key).
        """
        if self._pack is not None and self._pack.numbers:
            self._write_pack(self._pack)
        missing = set(range(1, self._reserved + 1)) - self._offsets.keys()
        if missing:
            raise ValueError(f"objects reserved but not written: {sorted(missing)}")
        digest = f"<{self._fingerprint.hexdigest()[:32]}>"
        entries = {"Root": catalog, "Info": info, "ID": array([digest, digest])}
        if self._pack is not None:
            self._write_cross_reference_stream(entries)
            return
        start, size = self._position, self._reserved + 1
        rows = [b"%010d 00000 n \n" % self._offsets[number] for number in range(1, size)]
        self._put(b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, b"".join(rows)))
        self._put(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (dictionary({"Size": size, **entries}), start))

    def _write_cross_reference_stream(self, entries: Mapping[str, PdfValue]) -> None:
        start, own = self._position, self.reserve()
        self._offsets[own.number] = start
        places: dict[int, int | Packed] = {**self._offsets, **self._packed}
        size = len(places) + 1
        told = {"Type": name("XRef"), "Size": size, "W": array(WIDTHS), **entries}
        self.write_stream(told, cross_reference_rows(places, size), reference=own)
        self._put(f"startxref\n{start}\n%%EOF\n".encode("ascii"))
