"""Shaping: the same glyphs on every machine, measured in em."""

from pathlib import Path

import pytest

from ofdesk.base.errors import ResourceError
from ofdesk.drawing.fonts import BOLD, REGULAR, Face, FontBook, load_built_in_fonts


@pytest.fixture(scope="module")
def fonts() -> FontBook:
    return load_built_in_fonts()


@pytest.fixture(scope="module")
def face(fonts: FontBook) -> Face:
    return fonts.face(REGULAR)


def test_both_weights_are_there_and_have_the_same_em_box(fonts: FontBook) -> None:
    assert set(fonts.faces) == {REGULAR, BOLD}
    # Japanese faces stand on a baseline 0.12 em above the bottom of the em box
    assert {fonts.face(name).metrics.em_top_em for name in (REGULAR, BOLD)} == {0.88}


def test_kanji_are_one_em_wide(face: Face) -> None:
    shaped = face.shape("工場見学")
    assert shaped.advances_em == (1.0, 1.0, 1.0, 1.0)
    assert shaped.texts == ("工", "場", "見", "学")
    assert shaped.width_em == 4.0


def test_a_ligature_stands_for_all_its_characters(face: Face) -> None:
    assert face.shape("fi").texts == ("fi",)
    assert face.shape("fi", (("liga", False),)).texts == ("f", "i")


def test_a_composed_kana_keeps_its_two_characters(face: Face) -> None:
    shaped = face.shape("か\u3099")
    assert "".join(shaped.texts) == "か\u3099"
    assert shaped.width_em == 1.0


def test_characters_beyond_the_basic_plane_have_their_glyph(face: Face) -> None:
    shaped = face.shape("𠮟る")
    assert shaped.texts == ("𠮟", "る")
    assert 0 not in shaped.glyphs


def test_a_missing_character_becomes_glyph_zero(face: Face) -> None:
    assert face.shape("👍").glyphs == (0,)
    assert not face.has("👍")
    assert face.has("鯖")


def test_an_empty_text_has_no_glyphs(face: Face) -> None:
    assert face.shape("").glyphs == ()


def test_shaping_does_not_follow_the_language_of_the_machine(
    face: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each in a fresh face: shaped texts are remembered.
    shapes = []
    for language in ("C", "en_US.UTF-8", "zh_TW.UTF-8", "ja_JP.UTF-8"):
        monkeypatch.setenv("LANG", language)
        monkeypatch.setenv("LC_ALL", language)
        shapes.append(Face(REGULAR, face.path).shape("“骨”――1,234 ABC"))
    assert all(shape == shapes[0] for shape in shapes)
    assert 2.0 in shapes[0].advances_em  # the Japanese double dash is one line of two em


def test_half_width_forms_are_one_feature_away(face: Face) -> None:
    assert face.shape("「", (("halt", True),)).advances_em == (0.5,)
    assert face.shape("「", (("halt", True),)).offsets_em == (-0.5,)


def test_unknown_and_unreadable_faces_are_resource_errors(fonts: FontBook, tmp_path: Path) -> None:
    with pytest.raises(ResourceError) as unknown:
        fonts.face("Comic")
    assert unknown.value.code == "font.unknown"
    with pytest.raises(ResourceError) as absent:
        Face("Absent", tmp_path / "absent.ttf")
    assert absent.value.code == "font.unreadable"


def test_a_damaged_font_file_is_a_resource_error(tmp_path: Path) -> None:
    path = tmp_path / "damaged.ttf"
    path.write_bytes(b"not a font at all")
    with pytest.raises(ResourceError) as error:
        Face("Damaged", path)
    assert error.value.code == "font.unreadable"
