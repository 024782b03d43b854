"""The data of layers in the project file: kept under its digest, checked, bounded."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.unit.storage.examples import container_of, jpeg, project_of, record_id

from ofdesk.base.errors import DamagedFileError, InputError
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Layer, Photo
from ofdesk.model.settings import Project
from ofdesk.storage import project_file
from ofdesk.storage.container import DEFLATED, Container
from ofdesk.storage.layout import GEOJSON, data_digest, is_known, layer_member
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project
from ofdesk.storage.saving import save_project

TEXT = b'{"type":"FeatureCollection","features":[' + b" " * 500 + b"]}\n"


def layer(number: int, sha256: str, media: str = GEOJSON) -> Layer:
    return Layer(id=record_id(number), order="i", name="見本", role="river", sha256=sha256, media=media)


def catalogue(*records: Layer | Photo) -> Catalogue:
    return Catalogue.of(records, Project(id="ab" * 16))


def test_layers_are_saved_once_beside_photos_and_come_back(tmp_path: Path) -> None:
    store, picture = PhotoStore(tmp_path / "photos"), jpeg()
    text_sha, picture_sha = store.add(TEXT, GEOJSON), store.add(picture, "image/jpeg")
    photo = Photo(id=record_id(9), order="i", sha256=picture_sha, media="image/jpeg")
    made = catalogue(
        layer(1, text_sha), layer(2, text_sha), layer(3, picture_sha, "image/jpeg"), layer(4, ""), photo
    )
    path = tmp_path / "見本.ofdesk"
    assert save_project(path, made, store, expected_digest=None).missing_photos == ()
    container = Container.open(path)
    assert container.entries[f"layers/{text_sha}.geojson"].method == DEFLATED
    assert {f"layers/{picture_sha}.jpg", f"photos/{picture_sha}.jpg"} <= set(container.entries)
    opened = open_project(path)
    assert opened.catalogue == made
    assert opened.missing_photos == ()
    assert opened.photos.get(text_sha) == TEXT
    assert opened.photos.beside == tmp_path


def test_a_layer_whose_data_no_store_knows_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "見本.ofdesk"
    lost = "0" * 64
    saved = save_project(path, catalogue(layer(1, lost)), PhotoStore(), expected_digest=None)
    assert saved.missing_photos == (lost,)
    assert open_project(path).missing_photos == (lost,)


def test_names_of_members_are_of_one_shape() -> None:
    digest = "ab" * 32
    assert data_digest(layer_member(digest, GEOJSON)) == digest
    assert not is_known(f"layers/{digest}.svg")
    assert not is_known(f"photos/{digest}.geojson")
    assert not is_known(f"layers/../{digest}.png")
    with pytest.raises(KeyError):
        layer_member(digest, "text/html")


def test_damaged_and_oversized_data_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, name = tmp_path / "見本.ofdesk", layer_member("ab" * 32, GEOJSON)
    path.write_bytes(container_of(project_of(**{name: TEXT})))
    with pytest.raises(DamagedFileError, match=r"photo\.damaged"):
        open_project(path)
    name = layer_member(hashlib.sha256(TEXT).hexdigest(), GEOJSON)
    path.write_bytes(container_of(project_of(**{name: TEXT})))
    assert open_project(path).photos.get(data_digest(name)) == TEXT
    for bound in ("MAX_LAYER_TEXT_BYTES", "_MAX_LAYER_TEXT_TOTAL_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(project_file, bound, len(TEXT) - 1)
            with pytest.raises(DamagedFileError, match=r"file\.too_large"):
                open_project(path)


def test_only_known_kinds_of_data_are_kept(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"photo\.unknown_media"):
        PhotoStore(tmp_path).add(b"<svg/>", "image/svg+xml")
