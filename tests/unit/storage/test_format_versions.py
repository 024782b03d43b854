"""Files of every format version stay readable for ever. The fixtures are never written again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.fields import ListType, PartType, specs_of
from ofdesk.model.records import RECORD_TYPES
from ofdesk.storage.codec import tree_of
from ofdesk.storage.container import Container
from ofdesk.storage.layout import FORMAT_VERSION
from ofdesk.storage.project_file import open_project
from ofdesk.storage.saving import save_project

FORMATS = Path(__file__).parents[2] / "data" / "formats"


def expected(version: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FORMATS / f"version-{version}.json").read_text(encoding="utf-8"))
    return found


def as_trees(catalogue: Catalogue) -> dict[str, Any]:
    return {
        "project": tree_of(catalogue.project),
        "booklet": tree_of(catalogue.booklet),
        "records": {f"{record.kind} {record.id}": tree_of(record) for record in catalogue},
    }


def test_there_is_a_fixture_for_every_version() -> None:
    wanted = [f"version-{number}.ofdesk" for number in range(1, FORMAT_VERSION + 1)]
    assert sorted(path.name for path in FORMATS.glob("*.ofdesk")) == wanted


def test_version_1_holds_what_it_held() -> None:
    opened = open_project(FORMATS / "version-1.ofdesk")
    wanted = expected(1)
    photos = wanted.pop("photos") | wanted.pop("layers", {})
    assert as_trees(opened.catalogue) == wanted
    assert {sha256: len(opened.photos.get(sha256)) for sha256 in photos} == photos
    assert opened.missing_photos == ()


def test_the_fixture_of_the_present_version_uses_every_field() -> None:
    opened = open_project(FORMATS / f"version-{FORMAT_VERSION}.ofdesk")
    owners = [*opened.catalogue, opened.catalogue.project, opened.catalogue.booklet]
    assert {record.kind for record in opened.catalogue} == {found.kind for found in RECORD_TYPES}
    for owner in owners:
        for spec in specs_of(type(owner)):
            value = getattr(owner, spec.name)
            assert not spec.is_empty(value), f"{type(owner).__name__}.{spec.name}"
            inner = spec.type.item if isinstance(spec.type, ListType) else spec.type
            if isinstance(inner, PartType):
                part = value[0] if isinstance(value, tuple) else value
                assert all(not field.is_empty(getattr(part, field.name)) for field in specs_of(inner.part))


def test_saving_the_present_version_again_changes_no_member(tmp_path: Path) -> None:
    source = Container.open(FORMATS / f"version-{FORMAT_VERSION}.ofdesk")
    opened = open_project(source.path)
    save_project(tmp_path / "again.ofdesk", opened.catalogue, opened.photos, expected_digest=None)
    again = Container.open(tmp_path / "again.ofdesk")
    assert list(again.entries) == list(source.entries)
    assert all(again.read(name, 10**6) == source.read(name, 10**6) for name in source.entries)
