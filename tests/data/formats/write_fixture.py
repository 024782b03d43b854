"""Writes the fixture of a new format version: every field of every kind filled with something of its type.

Run once, when the version is made, and never again: `python tests/data/formats/write_fixture.py`. It refuses
to write over a fixture that exists.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from ofdesk.model import fields as f
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.dates import PartialDate
from ofdesk.model.records import RECORD_TYPES, Record
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.storage.codec import tree_of
from ofdesk.storage.container import Container
from ofdesk.storage.container_writing import ContainerWriter, stored
from ofdesk.storage.layout import FORMAT_VERSION, GEOJSON, RESERVED_PREFIX
from ofdesk.storage.photo_import import ImportedPhoto, import_photo
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.saving import save_project

HERE = Path(__file__).parent
IDENTITIES = {owner.kind: f"{0xA1 + number:02x}" * 16 for number, owner in enumerate(RECORD_TYPES)}
TEXT_OF_CONTENT = {
    "reading": "みほんのよみ",
    "phone": "06-0000-0000",
    "mail": "mihon@example.jp",
    "postal_code": "581-0003",
    "address": "大阪府八尾市本町一丁目1番1号",
    "municipality": "八尾市",
    "url": "https://example.jp/mihon",
    "english": "Sample text",
}
LAYER_DATA = (
    b'{"type":"FeatureCollection","features":[\n{"type":"Feature","properties":{"name":"\xe8\xa6\x8b\xe6\x9c\xac"},'
    b'"geometry":{"type":"LineString","coordinates":[[135.6,34.62],[135.61,34.63]]}}\n]}\n'
)
DATES = (PartialDate(2026), PartialDate(2026, 10), PartialDate(2026, 10, 3))


def text(field_type: f.TextType, path: str, number: int) -> str:
    """Return a text of the kind a field asks for."""
    if field_type.content in TEXT_OF_CONTENT:
        return TEXT_OF_CONTENT[field_type.content]
    if field_type.multiline:
        return f'見本 {path} 一行目。\n二行目: "引用" と # 記号。\n\n四行目。'
    return (f"見本 {path}" if number % 5 else "0312345670")[: field_type.max_chars]


def value(field_type: f.FieldType, path: str, numbers: Iterator[int]) -> Any:
    """Return a value of a type that is not its empty one."""
    number = next(numbers)
    match field_type:
        case f.TextType():
            return text(field_type, path, number)
        case f.IntegerType(low, high):
            return min(high, max(low, number))
        case f.NumberType(low, high):
            return field_type.parse(field_type.format(low + (high - low) * 0.7123456789))
        case f.BooleanType():
            return True
        case f.DateType():
            return DATES[number % 3]
        case f.ChoiceType(_, codes):
            return codes[number % len(codes)]
        case f.ReferenceType(kind):
            return IDENTITIES[kind or "event"]
        case f.PartType(part):
            return filled(part, path, numbers)
        case f.ListType(item):
            return tuple(dict.fromkeys(value(item, path, numbers) for _ in range(2)))


def filled(owner: type, path: str, numbers: Iterator[int], **given: Any) -> Any:
    """Return an object with all its fields filled."""
    found = {
        spec.name: value(spec.type, f"{path}.{spec.name}".strip("."), numbers)
        for spec in f.specs_of(owner)
        if spec.name not in given
    }
    return owner(**found, **given)


def sample_photo() -> ImportedPhoto:
    """Return a small photo of two colours."""
    image = Image.new("RGB", (48, 32), (200, 90, 30))
    image.paste((30, 90, 160), (0, 0, 24, 16))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return import_photo(out.getvalue(), "mihon.jpg")


def sample_records(photo: ImportedPhoto, numbers: Iterator[int]) -> Iterator[Record]:
    """Yield one record of each kind."""
    for owner in RECORD_TYPES:
        given: dict[str, Any] = {"id": IDENTITIES[owner.kind], "order": "i"}
        if owner.kind == "photo":
            given |= {"sha256": photo.sha256, "media": photo.media, "width_px": 48, "height_px": 32}
        if owner.kind == "layer":
            given |= {"sha256": hashlib.sha256(LAYER_DATA).hexdigest(), "media": GEOJSON}
        yield filled(owner, "", numbers, **given)


def main() -> int:
    """Write file and expectation of the present version."""
    target = HERE / f"version-{FORMAT_VERSION}.ofdesk"
    if target.exists():
        sys.stderr.write(f"{target} exists; a fixture is never written again\n")
        return 1
    photo = sample_photo()
    numbers = itertools.count(1)
    records = tuple(sample_records(photo, numbers))
    project = filled(Project, "", numbers, id="0f" * 16)
    booklet = filled(BookletSettings, "", numbers)
    catalogue = Catalogue.of(records, project, booklet)
    with tempfile.TemporaryDirectory() as folder:
        store = PhotoStore(Path(folder) / "photos")
        store.add(photo.data, photo.media)
        store.add(LAYER_DATA, GEOJSON)
        # A member of the reserved part lets the test see that it is carried along.
        history = Path(folder) / "history.ofdesk"
        with history.open("wb") as stream:
            writer = ContainerWriter(stream)
            writer.add(f"{RESERVED_PREFIX}0001.pack", stored(b"reserved for a later version\n"))
            writer.finish()
        carrying = PhotoStore(store.folder, Container.open(history))
        save_project(target, catalogue, carrying, expected_digest=None)
    expectation = {
        "project": tree_of(project),
        "booklet": tree_of(booklet),
        "records": {f"{record.kind} {record.id}": tree_of(record) for record in catalogue},
        "photos": {photo.sha256: len(photo.data)},
        "layers": {hashlib.sha256(LAYER_DATA).hexdigest(): len(LAYER_DATA)},
    }
    described = json.dumps(expectation, ensure_ascii=False, indent=1) + "\n"
    target.with_suffix(".json").write_text(described, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
