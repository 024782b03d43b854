"""At the bounds of the file: what the gate lets in can be saved, what was saved opens, and opens in time."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from pathlib import Path
from typing import Any

import pytest
from tests.unit.services.small_project import EVENT_ID, small_catalogue
from tests.unit.storage.examples import container_of, project_of, record_id

from ofdesk.base.errors import DamagedFileError, InputError, WriteError
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.changes import AddRecord, apply, set_field
from ofdesk.model.fields import (
    MAX_LIST_ITEMS,
    MAX_TEXT_CHARS,
    FieldType,
    ListType,
    PartType,
    TextType,
    specs_of,
)
from ofdesk.model.records import RECORD_TYPES, Event, Record
from ofdesk.model.settings import BookletSettings, Section
from ofdesk.model.storable import MAX_RECORD_CHARS, chars_in
from ofdesk.services.words import load_words
from ofdesk.storage import saving
from ofdesk.storage.codec import encode, nodes_in, tree_of
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project
from ofdesk.storage.saving import save_project
from ofdesk.storage.yaml_reading import MAX_NODES_IN_FILE, NodeBudget, read_yaml

WORST = "\u2028"
"""A character that takes six bytes in a file."""


def saved_and_opened(path: Path, catalogue: Catalogue) -> Catalogue:
    save_project(path, catalogue, PhotoStore(), expected_digest=None)
    return open_project(path).catalogue


def with_texts(record: Record, text: str) -> Record:
    names = [s.name for s in specs_of(type(record)) if isinstance(s.type, TextType) and s.name != "order"]
    values: dict[str, Any] = dict.fromkeys(names, text)
    return dataclasses.replace(record, **values)


def crowded(owner: type) -> dict[str, Any]:
    """Return the most items that every list may hold, each of them with something in every field."""
    return {spec.name: full(spec.type) for spec in specs_of(owner) if isinstance(spec.type, ListType)}


def full(field_type: FieldType) -> Any:
    match field_type:
        case ListType(item):
            return (full(item),) * MAX_LIST_ITEMS
        case PartType(part):
            return part(**{s.name: full(s.type) for s in specs_of(part) if isinstance(s.type, TextType)})
        case TextType():
            return WORST
        case _:
            return getattr(field_type, "codes", (record_id(7),))[0]


@pytest.mark.parametrize("owner", RECORD_TYPES, ids=lambda owner: owner.kind)
def test_the_fullest_record_of_every_kind_can_be_saved_and_opened(
    tmp_path: Path, owner: type[Record]
) -> None:
    record = owner(id=record_id(1), **crowded(owner))
    texts = sum(isinstance(spec.type, TextType) and spec.name != "order" for spec in specs_of(owner))
    room = (MAX_RECORD_CHARS - chars_in(record)) // texts
    record = with_texts(record, WORST * min(room, MAX_TEXT_CHARS))
    catalogue = apply(Catalogue(), AddRecord(record))
    assert saved_and_opened(tmp_path / "x.ofdesk", catalogue).get(record.id) == record


@pytest.mark.parametrize("char", ["あ", "a", "\n", WORST])
def test_texts_that_repeat_themselves_can_be_saved_and_opened(tmp_path: Path, char: str) -> None:
    # So compressible that a reader takes them for a bomb: 300 kB in some hundred bytes.
    record = with_texts(Event(id=record_id(1)), char * (MAX_RECORD_CHARS // 20))
    catalogue = apply(Catalogue(), AddRecord(record))
    assert saved_and_opened(tmp_path / "x.ofdesk", catalogue).get(record.id) == record


def test_settings_that_repeat_themselves_can_be_saved_and_opened(tmp_path: Path) -> None:
    sections = tuple(Section(pattern="cover", heading="あ" * 400) for _ in range(MAX_LIST_ITEMS - 10))
    catalogue = dataclasses.replace(Catalogue(), booklet=BookletSettings(sections=sections))
    assert saved_and_opened(tmp_path / "x.ofdesk", catalogue).booklet == catalogue.booklet


def test_a_record_that_no_member_could_hold_is_refused_at_the_gate() -> None:
    catalogue = small_catalogue()
    event = catalogue.get(EVENT_ID)
    assert event is not None
    flood = tuple(["あ" * MAX_TEXT_CHARS] * 12)
    with pytest.raises(InputError, match="record_too_long") as caught:
        apply(catalogue, set_field(event, "aliases", flood))
    assert "200000" in load_words("ja").error(caught.value)
    with pytest.raises(InputError, match="record_too_long"):
        apply(catalogue, AddRecord(Event(id=record_id(7), aliases=flood)))


def test_what_is_too_long_already_may_be_made_shorter() -> None:
    long = Event(id=record_id(1), aliases=tuple(["あ" * MAX_TEXT_CHARS] * 12))
    catalogue = Catalogue.of((long,))
    shorter = apply(catalogue, set_field(long, "aliases", long.aliases[:11]))
    assert chars_in(shorter.get(long.id)) == 11 * MAX_TEXT_CHARS


def test_settings_that_no_member_could_hold_are_refused_at_the_gate(tmp_path: Path) -> None:
    members = project_of(**{"booklet.yaml": b"axis_names:\n" + b'- "' + b"a" * 20_000 + b'"\n'})
    assert open_project(written(tmp_path, members)).catalogue.booklet.axis_names == ("a" * 20_000,)
    members["booklet.yaml"] = b"axis_names:\n" + (b'- "' + b"a" * 20_000 + b'"\n') * 12
    with pytest.raises(DamagedFileError, match="too_large"):
        open_project(written(tmp_path, members))


def written(tmp_path: Path, members: dict[str, bytes], *, compress: bool = False) -> Path:
    path = tmp_path / "x.ofdesk"
    path.write_bytes(container_of(members, compress=compress))
    return path


def test_nodes_are_counted_alike_by_writers_and_readers() -> None:
    for owner in RECORD_TYPES:
        record = owner(id=record_id(1), **crowded(owner))
        budget = NodeBudget()
        read_yaml(encode(record), "x", budget)
        with pytest.raises(DamagedFileError):
            budget.spend(MAX_NODES_IN_FILE - nodes_in(tree_of(record)) + 1, "x")
        budget = NodeBudget()
        read_yaml(encode(record), "x", budget)
        budget.spend(MAX_NODES_IN_FILE - nodes_in(tree_of(record)), "x")


@pytest.mark.parametrize("bound", ["_MAX_RECORD_BYTES", "_MAX_RECORD_NODES"])
def test_more_than_a_file_may_hold_is_told_before_the_old_file_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    path = tmp_path / "x.ofdesk"
    saved = save_project(path, small_catalogue(), PhotoStore(), expected_digest=None)
    before = path.read_bytes()
    monkeypatch.setattr(saving, bound, 10)
    with pytest.raises(WriteError, match="too_much_text"):
        save_project(path, small_catalogue(), PhotoStore(), expected_digest=saved.digest)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


# ── files made to cost as much as the bounds allow ──────────────────────────────────────────────


def opened_or_refused(path: Path) -> str:
    started = time.perf_counter()
    try:
        open_project(path)
    except DamagedFileError as error:
        return error.code
    finally:
        assert time.perf_counter() - started < 10  # 4 s when nothing else runs
    return "opened"


@pytest.mark.soak
def test_a_file_of_as_many_nodes_as_allowed_opens_in_time(tmp_path: Path) -> None:
    speakers = b"speakers:\n" + b"- {name: a, affiliation: b, title: c}\n" * MAX_LIST_ITEMS
    stops = b"stops:\n" + b"- {name: a, time: b, note: c}\n" * MAX_LIST_ITEMS
    record = speakers + stops
    nodes = nodes_in(read_yaml(record, "x"))
    count = MAX_NODES_IN_FILE // nodes
    members = {member_of(number): record for number in range(count)}
    assert opened_or_refused(written(tmp_path, project_of(**members), compress=True)) == "opened"
    members |= {member_of(number): record for number in range(count, count + 2)}
    assert opened_or_refused(written(tmp_path, project_of(**members), compress=True)) == "file.too_large"


def member_of(number: int) -> str:
    return f"forums/{number:032x}"[:9] + f"/{number:032x}.yaml"


@pytest.mark.parametrize("folder", ["photos", "history"])
def test_photos_and_history_that_shrink_too_well_are_bombs(tmp_path: Path, folder: str) -> None:
    members = {}
    for number in range(3):
        data = number.to_bytes(4, "big") + bytes(8 * 1024**2)
        name = (
            f"photos/{hashlib.sha256(data).hexdigest()}.jpg"
            if folder == "photos"
            else f"history/{number}.pack"
        )
        members[name] = data
    path = written(tmp_path, project_of(**members), compress=True)
    assert path.stat().st_size < 100_000
    assert opened_or_refused(path) == "file.too_large"
    assert opened_or_refused(written(tmp_path, project_of(**members))) == "opened"
