"""A project of few records and the edits that tests make in it, each the same on every run."""

from __future__ import annotations

import datetime
import hashlib
import io
import itertools
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from tests.property.edits import catalogue_bytes

from ofdesk.editing import commands
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import apply, set_field
from ofdesk.model.dates import PartialDate
from ofdesk.model.ids import RecordId
from ofdesk.model.parts import SocialLink
from ofdesk.model.records import Event, Factory
from ofdesk.model.settings import BookletSettings, Project
from ofdesk.services.session import Session, Surroundings
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.saving import save_project

EVENT_ID = RecordId("0" * 31 + "1")
FACTORY_ID = RecordId("0" * 31 + "2")


def small_catalogue() -> Catalogue:
    """Return a catalogue of one event and one factory."""
    return Catalogue.of(
        (
            Event(
                id=EVENT_ID,
                order="a",
                name="見本オープンファクトリー",
                reading="みほんおーぷんふぁくとりー",
                prefectures=("大阪府",),
                municipalities=("八尾市",),
                overview_short="八尾市の町工場が扉を開く二日間です。",
            ),
            Factory(
                id=FACTORY_ID,
                order="a",
                name="見本金属工業",
                reading="みほんきんぞくこうぎょう",
                address="大阪府八尾市本町一丁目1番1号",
            ),
        ),
        Project(id="ab" * 16, title="見本"),
        BookletSettings(
            title="見本の冊子",
            publisher="見本経済産業局",
            as_of=PartialDate(2026, 10),
            language="ja",
            theme="standard",
        ),
    )


def crowded_catalogue() -> Catalogue:
    """Return a catalogue with more text on an event than its page can hold."""
    catalogue = small_catalogue()
    for field, value in (
        ("overview_long", "あ" * 400),
        ("features", ("工場の見学と体験" * 7,) * 10),
        ("results", ("参加した企業の数" * 9,) * 10),
        ("secretariat", "見本事務局" * 20),
        ("contact", "見本の連絡先" * 30),
        ("social", (SocialLink(service="見本", url="https://example.jp/" + "a" * 280),) * 10),
    ):
        event = catalogue.get(EVENT_ID)
        assert event is not None
        catalogue = apply(catalogue, set_field(event, field, value))
    return catalogue


def write_small_project(path: Path) -> Path:
    """Write the small catalogue to a file."""
    save_project(path, small_catalogue(), PhotoStore(), expected_digest=None)
    return path


def counted_bytes(seed: str) -> Callable[[int], bytes]:
    """Return a source of bytes that never repeats and is the same on every run."""
    numbers = itertools.count()
    return lambda length: hashlib.sha256(f"{seed}/{next(numbers)}".encode()).digest()[:length]


def surroundings_in(folder: Path, seed: str = "") -> Surroundings:
    """Return surroundings whose clocks only count."""
    start = datetime.datetime(2026, 11, 1, 9, 0, tzinfo=datetime.UTC)
    minutes = itertools.count()
    ticks = itertools.count()
    return Surroundings(
        folder,
        now=lambda: start + datetime.timedelta(minutes=next(minutes)),
        clock=lambda: float(next(ticks)),
        random_bytes=counted_bytes(seed),
    )


def photo_bytes(number: int) -> bytes:
    """Return a small JPEG, another one for every number."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (number % 256, 90, 160)).save(file, "JPEG")
    return file.getvalue()


def edit(session: Session, number: int) -> None:
    """Make the edit of a number: typing, adding, a photo, removing, undo, redo, a setting, and so on."""
    catalogue = session.catalogue
    event = catalogue.get(EVENT_ID)
    assert event is not None
    match number % 8:
        case 0 | 1:
            session.execute(commands.type_text(event, "overview_long", f"説明 {number}", "typing"))
        case 2:
            session.execute(
                commands.add_record(catalogue, Factory(id=session.new_id(), name=f"見本{number}"))
            )
        case 3:
            photo = session.import_photo(photo_bytes(number), f"写真{number}.jpg")
            session.execute(commands.attach_photos(catalogue, event, [photo]))
        case 4:
            session.undo()
        case 5:
            session.redo()
        case 6:
            session.execute(commands.set_booklet_field(catalogue, "subtitle", f"副題 {number}"))
        case _:
            others = [record.id for record in catalogue.table("factory") if record.id != FACTORY_ID]
            session.execute(commands.remove_records(catalogue, others[:1]))


def state(catalogue: Catalogue) -> dict[str, bytes]:
    """Return a catalogue as what a file would hold, to compare."""
    return catalogue_bytes(catalogue)
