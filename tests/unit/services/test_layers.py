"""Layers from a file to the printed map: taken in, kept, recovered, chosen, drawn; or refused."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image
from tests.unit.exchange.geodata import map_files as files
from tests.unit.services.small_project import surroundings_in, write_small_project

from ofdesk.base.errors import Cancelled, InputError, OfdeskError
from ofdesk.base.progress import CancelToken
from ofdesk.cartography.user_pictures import PlacedPicture
from ofdesk.editing import commands
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Layer
from ofdesk.services import layers as layers_module
from ofdesk.services.layer_choice import with_layers_shown
from ofdesk.services.layer_files import layer_problems, path_beside
from ofdesk.services.layer_shelf import LayerShelf
from ofdesk.services.layers import ImportedLayer, LayerImport, LayerWish
from ofdesk.services.map_output import SheetChoice, write_map
from ofdesk.services.recovery import lost_sessions, recover
from ofdesk.services.session import Session, open_session
from ofdesk.services.words import load_words
from ofdesk.storage.layout import GEOJSON

NO_WISH = LayerWish()
RIVER = [[136.0, 35.8], [136.2, 35.9], [136.3, 36.1]]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    (tmp_path / "project").mkdir()
    project = write_small_project(tmp_path / "project" / "見本.ofdesk")
    opened = open_session(project, surroundings_in(tmp_path / "data"))
    yield opened
    opened.close()


def importing(session: Session) -> LayerImport:
    return LayerImport(session.photos, session.new_id, load_words("ja"))


def river_file(folder: Path, name: str = "W05-08_18-g_Stream.geojson") -> Path:
    found = files.feature(files.geometry("LineString", RIVER), W05_001="8", W05_004="見本川")
    return files.write_geojson(folder / name, found)


def take(session: Session, path: Path, wish: LayerWish = NO_WISH) -> ImportedLayer:
    (found,) = importing(session).run(path, wish)
    session.execute(commands.add_records(session.catalogue, [found.record], "command.import_layers"))
    return found


def kept_files(session: Session) -> list[str]:
    folder = session.photos.folder
    assert folder is not None
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def shown(session: Session, layer: Layer) -> object:
    shelf = LayerShelf(session.photos)
    drawn = shelf(layer)
    return drawn.data if drawn is not None else next(iter(shelf.failed.values())).code


def hills_file(folder: Path, size: tuple[int, int] = (60, 50), **save: object) -> Path:
    path = folder / "陰影.png"
    Image.new("L", size, 120).save(path, **save)  # type: ignore[arg-type]
    path.with_suffix(".pgw").write_text("0.01\n0\n0\n-0.01\n135.9\n36.2\n")
    return path


def test_known_data_brings_its_role_name_and_credit(session: Session, tmp_path: Path) -> None:
    layer = take(session, river_file(tmp_path)).record
    assert (layer.role, layer.name, layer.shown, layer.media) == ("river", "河川", True, GEOJSON)
    assert layer.credit == "「国土数値情報（河川データ）」（国土交通省）を加工して作成"
    assert (layer.west_deg, layer.south_deg, layer.east_deg, layer.north_deg) == (136.0, 35.8, 136.3, 36.1)
    assert session.photos.get(layer.sha256).startswith(b'{"type":"FeatureCollection"')


def test_the_user_has_the_last_word(session: Session, tmp_path: Path) -> None:
    found = take(session, river_file(tmp_path), LayerWish("line", "用水", "見本市", owner="kinki"))
    layer = found.record
    assert (layer.role, layer.name, layer.credit, layer.owner) == ("line", "用水", "見本市", "kinki")
    assert found.remarks(load_words("ja")) == []
    with pytest.raises(InputError, match=r"layer\.unknown_role"):
        importing(session).run(river_file(tmp_path), LayerWish("canal"))
    with pytest.raises(InputError, match=r"layer\.unknown_zone"):
        importing(session).run(river_file(tmp_path), LayerWish(zone=20))


def test_unknown_data_is_drawn_by_its_shapes_and_asks_for_its_source(
    session: Session, tmp_path: Path
) -> None:
    square = [[[136.0, 35.9], [136.1, 35.9], [136.1, 36.0], [136.0, 35.9]]]
    broken = files.feature(files.geometry("Polygon", [[[136.0, 35.9]]]))
    good = files.feature(files.geometry("Polygon", square))
    path = files.write_geojson(tmp_path / "計画区域.geojson", good, broken)
    found = take(session, path)
    assert (found.record.role, found.record.name, found.record.credit) == ("area", "計画区域", "")
    remarks = found.remarks(load_words("ja"))
    assert len(remarks) == 2
    assert "1 個" in remarks[0]


def test_a_layer_survives_saving_undo_and_a_crash(session: Session, tmp_path: Path) -> None:
    layer = take(session, river_file(tmp_path)).record
    session.undo()
    assert session.catalogue.all_of(Layer) == ()
    session.redo()
    surroundings = surroundings_in(tmp_path / "data", "b")
    session.close(keep_journal=True)
    (found,) = lost_sessions(surroundings)
    recovered = recover(found, surroundings)
    assert recovered.catalogue.all_of(Layer) == session.catalogue.all_of(Layer)
    assert recovered.photos.get(layer.sha256)
    assert recovered.photos.beside == tmp_path / "project"  # not the folder of our own copy
    recovered.save(tmp_path / "project" / "別名.ofdesk")
    recovered.close()
    again = open_session(tmp_path / "project" / "別名.ofdesk", surroundings_in(tmp_path / "data", "c"))
    assert again.missing_photos == ()
    assert not isinstance(shown(again, again.catalogue.all_of(Layer)[0]), str)
    again.close()


@pytest.mark.parametrize("broken", [b"PK\x03\x04", b"{", b"\x89PNG\r\n\x1a\n", b""])
def test_a_bad_file_leaves_nothing_behind(session: Session, tmp_path: Path, broken: bytes) -> None:
    before = session.catalogue
    for name in ("bad.zip", "bad.geojson", "bad.png"):
        path = tmp_path / name
        path.write_bytes(broken)
        path.with_suffix(".pgw").write_text("0.01\n0\n0\n-0.01\n136\n36\n")
        with pytest.raises(OfdeskError) as caught:
            importing(session).run(path)
        sentence = load_words("ja").error(caught.value)
        assert caught.value.code not in sentence
        assert "{" not in sentence
    assert kept_files(session) == []
    assert session.catalogue is before


def test_an_import_can_be_called_off(session: Session, tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        importing(session).run(river_file(tmp_path), cancel=token)
    assert kept_files(session) == []


def noisy_file(folder: Path) -> Path:
    """Write a river of 4,000 vertices within 2 m of a straight line."""
    along = np.linspace(136.0, 136.2, 4000)
    side = np.random.default_rng(1).uniform(-1, 1, 4000) * 2 / 111_132
    places = np.stack([along, 35.9 + side], axis=1).tolist()
    river = files.feature(files.geometry("LineString", places))
    return files.write_geojson(folder / "細かい川.geojson", river)


def test_what_is_too_detailed_is_simplified_and_what_is_still_too_large_stays_beside(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers_module, "MAX_KEPT_BYTES", 3000)
    found = importing(session).run(noisy_file(tmp_path))[0]
    assert (found.simplified, found.beside) == (True, False)
    assert len(session.photos.get(found.record.sha256)) < 3000
    monkeypatch.setattr(layers_module, "MAX_KEPT_BYTES", 10)
    before = kept_files(session)
    with pytest.raises(InputError, match=r"layer\.too_large_to_keep"):
        importing(session).run(noisy_file(tmp_path))
    assert kept_files(session) == before
    folder = tmp_path / "project" / "地図"
    folder.mkdir()
    beside = importing(session).run(noisy_file(folder))[0]
    assert (beside.beside, beside.record.sha256) == (True, "")
    assert beside.record.file_name == "地図/細かい川.geojson"
    assert not isinstance(shown(session, beside.record), str)
    assert layer_problems(Catalogue.of([beside.record]), session.photos) == ()
    (folder / "細かい川.geojson").unlink()
    assert shown(session, beside.record) == "layer.missing_beside"
    (problem,) = layer_problems(Catalogue.of([beside.record]), session.photos)
    assert problem.record_id == beside.record.id


@pytest.mark.parametrize(
    "name", ["../秘密.geojson", "/etc/passwd", "C:\\x.geojson", "a/../../b", "", "a\\b", "C:x", "x\0y"]
)
def test_a_project_names_no_file_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"layer\.not_beside"):
        path_beside(tmp_path, name)
    with pytest.raises(InputError, match=r"layer\.not_beside"):
        path_beside(None, "a.geojson")
    assert path_beside(tmp_path, "a/b.geojson") == tmp_path / "a" / "b.geojson"


def test_pictures_are_kept_with_their_place(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = take(session, hills_file(tmp_path)).record
    assert (layer.role, layer.media, layer.name) == ("relief", "image/png", "陰影")
    # The middle of the first pixel is 135.9° E: the picture begins half a pixel west of it and is 0.6° wide.
    assert layer.west_deg == pytest.approx(135.895)
    assert layer.east_deg == pytest.approx(136.495)
    data = shown(session, layer)
    assert isinstance(data, PlacedPicture)
    assert data.pixels.size == (60, 50)
    turned = Image.Exif()
    turned[0x0112] = 6
    with pytest.raises(InputError, match=r"layer\.turned_picture"):
        importing(session).run(hills_file(tmp_path, exif=turned))
    monkeypatch.setattr(layers_module, "MAX_KEPT_BYTES", 10)
    beside = importing(session).run(hills_file(tmp_path / "project"))[0].record
    assert (beside.sha256, beside.pixel_places) == ("", "")
    assert isinstance(shown(session, beside), PlacedPicture)


def test_plane_coordinates_end_up_where_they_are(session: Session, tmp_path: Path) -> None:
    line = files.geometry("LineString", [[10_000.0, -5_000.0], [12_000.0, -4_000.0]])
    path = files.write_geojson(tmp_path / "a.geojson", files.feature(line))
    with pytest.raises(InputError, match=r"layer\.not_degrees"):
        importing(session).run(path)
    layer = take(session, path, LayerWish(zone=6)).record
    # Zone 6 begins at 36° N 136° E: 10 km east are 10 / (111.32 · cos 35.95°) = 0.111°, 5 km south 0.045°.
    assert layer.west_deg == pytest.approx(136.111, abs=0.001)
    assert layer.south_deg == pytest.approx(35.955, abs=0.001)
    assert layer.zone is None  # what is kept is in degrees


def test_damaged_data_costs_the_layer_and_not_the_map(session: Session, tmp_path: Path) -> None:
    layer = take(session, river_file(tmp_path)).record
    folder = session.photos.folder
    assert folder is not None
    (folder / f"{layer.sha256}.geojson").write_bytes(b"{}")
    assert shown(session, layer) == "photo.damaged"
    report = write_map(session.catalogue, session.photos, tmp_path / "a.pdf", choice=SheetChoice("福井県"))
    assert ("layer.not_drawn", "河川") in [(warning.code, warning.text) for warning in report.warnings]
    (folder / f"{layer.sha256}.geojson").unlink()
    (problem,) = layer_problems(session.catalogue, session.photos)
    assert problem.code == "check.layer_data_missing"


def test_maps_show_the_layers_chosen(session: Session, tmp_path: Path) -> None:
    take(session, river_file(tmp_path))
    take(session, river_file(tmp_path), LayerWish(name="別の川"))
    hidden = dataclasses.replace(session.catalogue.all_of(Layer)[1], shown=False)
    catalogue = session.catalogue.with_record(hidden)

    def names(chosen: str) -> list[str]:
        return [layer.name for layer in with_layers_shown(catalogue, chosen).all_of(Layer) if layer.shown]

    assert names("") == ["河川"]
    assert names("all") == ["河川", "別の川"]
    assert names("none") == []
    assert names("別の川") == ["別の川"]
    assert names(f"{hidden.id}, 河川") == ["河川", "別の川"]
    with pytest.raises(InputError, match=r"layer\.unknown"):
        names("運河")


def test_the_map_in_pdf_holds_the_picture_with_its_opacity(session: Session, tmp_path: Path) -> None:
    take(session, hills_file(tmp_path))
    write_map(session.catalogue, session.photos, tmp_path / "a.pdf", choice=SheetChoice("福井県"))
    with pikepdf.open(io.BytesIO((tmp_path / "a.pdf").read_bytes())) as pdf:
        pictures = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/SMask" in one]
        assert len(pictures) == 1
        soft = pictures[0].SMask
        assert isinstance(soft, pikepdf.Stream)
        mask = pikepdf.PdfImage(soft).as_pil_image()
        assert mask.getextrema()[1] == 128  # half of 255
