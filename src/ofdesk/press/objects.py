"""Writes PDF objects to a file one after the other, then the cross-reference table.

Owns object numbers, offsets and the file's fingerprint; refuses to keep what was written, so that a
booklet of any length needs the memory of a page. Objects are reportlab's; its own document class keeps
every object until the end, hence this writer in its place.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, TypeAlias

from reportlab.pdfbase import pdfdoc

from ofdesk.press.object_streams import WIDTHS, ObjectPack, Packed, cross_reference_rows

PdfValue: TypeAlias = Any
"""What reportlab's `format` takes: its objects, numbers, or bytes and text that are PDF already."""

# Measured on map outlines: a quarter of the time of level 6 for 3 % more bytes.
_STREAM_LEVEL = 4
_TIGHT_LEVEL = 9  # for files that are sent over a network
_END_BYTES_EACH = 2.5  # of an object's row in the cross-reference stream, deflated; measured: 1.9
_PACKS_TO = 0.3  # of objects that wait, deflated; measured: 0.19


def name(text: str) -> str:
    """Return a PDF name with its slash, escaped."""
    return str(pdfdoc.PDFName(text))


def text_string(text: str) -> PdfValue:
    """Return a PDF text string, in UTF-16 where the text needs it; halves of surrogate pairs become "?"."""
    return pdfdoc.PDFString(text.encode("utf-8", "replace").decode("utf-8"))


def dictionary(entries: Mapping[str, PdfValue]) -> PdfValue:
    """Return a dictionary; keys without slash."""
    return pdfdoc.PDFDictionary(dict(entries))


def array(items: Iterable[PdfValue]) -> PdfValue:
    """Return an array on one line."""
    return pdfdoc.PDFArrayCompact(items)


class ObjectWriter:
    """One PDF file in the making.

    The attributes in reportlab's spelling are those its objects ask their document for.
    """

    def __init__(self, out: BinaryIO, version: str, *, packed: bool = False) -> None:
        """Write the header.

        Args:
            out: an empty file open for writing; only `write` is called.
            version: such as "1.6".
            packed: whether objects go deflated into streams, which readers know since version 1.5, and
                everything is deflated as tightly as can be.
        """
        self._level = _TIGHT_LEVEL if packed else _STREAM_LEVEL
        self._pack = ObjectPack() if packed else None
        self._packed: dict[int, Packed] = {}
        self.encrypt = pdfdoc.NoEncryption()
        self.defaultStreamFilters = None
        self.idToObjectNumberAndVersion: dict[str, tuple[int, int]] = {}
        self.idToOffset: dict[str, int] = {}
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
        rows = _END_BYTES_EACH * len(self.idToObjectNumberAndVersion)
        return self._position + round(waiting + rows)

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._fingerprint.update(data)
        self._position += len(data)

    def reserve(self) -> PdfValue:
        """Return a reference to an object that will be written later."""
        number = len(self.idToObjectNumberAndVersion) + 1
        key = f"R{number}"
        self.idToObjectNumberAndVersion[key] = (number, 0)
        return pdfdoc.PDFObjectReference(key)

    def write(self, value: PdfValue, reference: PdfValue | None = None) -> PdfValue:
        """Write an object, under a reserved reference when given, and return its reference."""
        reference = reference or self.reserve()
        if self._pack is not None:
            self._pack.add(self.number_of(reference), pdfdoc.format(value, self, toplevel=1))
            self.idToOffset[reference.name] = 0
            if self._pack.is_full:
                self._write_pack(self._pack)
            return reference
        self.idToOffset[reference.name] = self._position
        self._put(pdfdoc.PDFIndirectObject(reference.name, value).format(self))
        return reference

    def number_of(self, reference: PdfValue) -> int:
        """Return the number of an object."""
        return self.idToObjectNumberAndVersion[reference.name][0]

    def _write_pack(self, pack: ObjectPack) -> None:
        """Write the stream of the objects that wait, and wait for others."""
        first, data = pack.joined()
        entries = {"Type": name("ObjStm"), "N": len(pack.numbers), "First": first}
        stream = self.number_of(self.write_stream(entries, data))
        self._packed |= {number: Packed(stream, index) for index, number in enumerate(pack.numbers)}
        self._pack = ObjectPack()

    def write_stream(
        self,
        entries: Mapping[str, PdfValue],
        data: bytes,
        *,
        compress: bool = True,
        reference: PdfValue | None = None,
    ) -> PdfValue:
        """Write a stream object and return its reference.

        Args:
            entries: the stream's dictionary without Length; with Filter when `data` is encoded already.
            data: content; left as it is unless compressed here.
            compress: whether to deflate.
            reference: a reserved reference.
        """
        reference = reference or self.reserve()
        shown = dict(entries)
        if compress:
            data = zlib.compress(data, self._level)
            shown["Filter"] = name("FlateDecode")
        shown["Length"] = len(data)
        self.idToOffset[reference.name] = self._position
        number, _ = self.idToObjectNumberAndVersion[reference.name]
        head = pdfdoc.PDFDictionary(shown).format(self)
        self._put(b"%d 0 obj\n" % number + head + b"\nstream\n")
        self._put(data)
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
        missing = self.idToObjectNumberAndVersion.keys() - self.idToOffset.keys()
        if missing:
            raise ValueError(f"objects reserved but not written: {sorted(missing)}")
        digest = f"<{self._fingerprint.hexdigest()[:32]}>"
        entries = {"Root": catalog, "Info": info, "ID": array([digest, digest])}
        start = self._position
        if self._pack is not None:
            self._write_cross_reference_stream(entries)
            return
        table = pdfdoc.PDFCrossReferenceTable()
        table.addsection(0, list(self.idToObjectNumberAndVersion))
        self._put(table.format(self))
        trailer = pdfdoc.PDFTrailer(
            startxref=start,
            Size=len(self.idToObjectNumberAndVersion) + 1,
            **entries,
        )
        self._put(trailer.format(self))

    def _write_cross_reference_stream(self, entries: Mapping[str, PdfValue]) -> None:
        start, own = self._position, self.reserve()
        self.idToOffset[own.name] = start
        places: dict[int, int | Packed] = {
            number: self.idToOffset[key] for key, (number, _) in self.idToObjectNumberAndVersion.items()
        }
        size = len(places) + 1
        shown = {"Type": name("XRef"), "Size": size, "W": array(WIDTHS), **entries}
        self.write_stream(shown, cross_reference_rows(places | self._packed, size), reference=own)
        self._put(f"startxref\n{start}\n%%EOF\n".encode("ascii"))
