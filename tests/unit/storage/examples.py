"""A small project with photos, to be saved, damaged and opened."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

from PIL import Image

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import Fee, Figure, Location
from ofdesk.model.records import Edition, Event, Factory, Participation, Photo, Record
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.storage.container import CENTRAL, END, LOCAL
from ofdesk.storage.container_writing import ContainerWriter, deflated, stored
from ofdesk.storage.photo_import import import_photo
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.saving import SavedFile, save_project


def record_id(number: int) -> RecordId:
    return RecordId(f"{number:032x}")


def jpeg(colour: tuple[int, int, int] = (200, 90, 30), size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", quality=90)
    return out.getvalue()


def photo_in(store: PhotoStore, number: int, colour: tuple[int, int, int] = (200, 90, 30)) -> Photo:
    imported = import_photo(jpeg(colour), "見本.jpg")
    return Photo(
        id=record_id(number),
        sha256=store.add(imported.data, imported.media),
        media=imported.media,
        width_px=imported.width_px,
        height_px=imported.height_px,
        caption="見本の工場",
        credit="見本撮影",
        consent="given",
    )


def records(photo: Photo) -> tuple[Record, ...]:
    event = Event(
        id=record_id(1), order="i", name="見本オープンファクトリー", reading="みほん", prefectures=("大阪府",)
    )
    edition = Edition(
        id=record_id(2),
        order="i",
        event=event.id,
        label="2026",
        begins=PartialDate(2026, 10, 3),
        companies=Figure(value=76, unit="companies", about=True, source="見本調べ"),
    )
    factory = Factory(
        id=record_id(3),
        order="i",
        name="見本製作所",
        address="大阪府八尾市本町一丁目",
        location=Location(lat_deg=34.626912, lon_deg=135.600912, level="block", locked=True),
        summary="金属を削る。\n\n手もとを見られる。",
        fees=(Fee(visitors="大人", yen=0), Fee(visitors="小人")),
        postal_code="0312345",
        photos=(photo.id,),
        contact_mail="mihon@example.jp",
    )
    participation = Participation(id=record_id(4), order="i", factory=factory.id, edition=edition.id)
    return event, edition, factory, participation, photo


def catalogue_with(store: PhotoStore) -> Catalogue:
    photo = photo_in(store, 5)
    project = Project(id="ab" * 16, title="見本の冊子")
    return Catalogue.of(records(photo), project, BookletSettings(title="見本", as_of=PartialDate(2026, 10)))


def saved_project(folder: Path) -> tuple[Path, SavedFile, Catalogue, PhotoStore]:
    store = PhotoStore(folder / "photos")
    catalogue = catalogue_with(store)
    path = folder / "見本.ofdesk"
    return path, save_project(path, catalogue, store, expected_digest=None), catalogue, store


def container_of(members: dict[str, bytes], *, compress: bool = True) -> bytes:
    """Return a container of any members, in the order given."""
    out = io.BytesIO()
    writer = ContainerWriter(out)
    for name, data in members.items():
        writer.add(name, deflated(data) if compress else stored(data))
    writer.finish()
    return out.getvalue()


def project_of(**more: bytes) -> dict[str, bytes]:
    """Return the members of an empty project, with more of them or others in their place."""
    members = {"ofdesk.yaml": b'format: "1"\nproject: {}\n', "booklet.yaml": b"{}\n"}
    return {**members, **more}


def foreign_container(entries: list[tuple[bytes, bytes, dict[str, int]]], tail: bytes = b"") -> bytes:
    """Return a zip put together by hand.

    Args:
        entries: raw name, data and header values to lie about: flags, method, crc, packed, size, offset,
            disk, extra (bytes of an extra field in the directory), local_flags.
        tail: bytes after the end record.
    """
    body, directory = b"", b""
    for name, data, lies in entries:
        packed = data if lies.get("method", 0) == 0 else _deflate(data)
        crc = lies.get("crc", zlib.crc32(data))
        sizes = (crc, lies.get("packed", len(packed)), lies.get("size", len(data)))
        flags, method = lies.get("flags", 0), lies.get("method", 0)
        offset = lies.get("offset", len(body))
        local = (20, lies.get("local_flags", flags), method, 0, 33, *sizes, len(name), 0)
        body += LOCAL.pack(b"PK\x03\x04", *local) + name + packed
        extra = b"\x00" * lies.get("extra", 0)
        central = (20, 20, flags, method, 0, 33, *sizes, len(name), len(extra), 0, lies.get("disk", 0), 0, 0)
        directory += CENTRAL.pack(b"PK\x01\x02", *central, offset) + name + extra
    count = len(entries)
    return body + directory + END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0) + tail


def _deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflater.compress(data) + deflater.flush()
