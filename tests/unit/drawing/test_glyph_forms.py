"""Forms of kanji by standard: those the faces have, and what a selector of the user's does to them."""

from __future__ import annotations

from itertools import chain

import pytest
from fontTools.ttLib import TTFont

from ofdesk.drawing.fonts import BOLD, REGULAR, load_built_in_fonts
from ofdesk.drawing.glyph_forms import GLYPH_FORMS, features_of, only_forms, switches

FACES = load_built_in_fonts().faces
FIRST, SECOND = "\U000e0100", "\U000e0101"  # of 辻 and 葛: the form of JIS90, that of JIS2004
JIS90 = features_of("jis90")
ALL_FORMS = frozenset({"jp78", "jp83", "jp90", "jp04", "trad"})


@pytest.mark.parametrize("face", [REGULAR, BOLD])
def test_the_forms_offered_are_those_the_face_has(face: str) -> None:
    with TTFont(FACES[face].path) as font:
        tags = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert tags & ALL_FORMS == set(GLYPH_FORMS.values())


@pytest.mark.parametrize("face", [REGULAR, BOLD])
@pytest.mark.parametrize("char", "辻葛祇鯖飴榊芦鰯蓬樽")
def test_the_form_of_jis90_is_the_glyph_its_variation_sequence_names(face: str, char: str) -> None:
    shape = FACES[face].shape
    assert shape(char, JIS90).glyphs == shape(char + FIRST).glyphs != shape(char).glyphs
    assert shape(char, JIS90).texts == (char,)
    assert shape(char, JIS90).advances_em == shape(char).advances_em


def test_standards_differ_in_what_they_change() -> None:
    shape = FACES[REGULAR].shape
    plain = shape("辻唖菲").glyphs
    changed = {
        name: [
            one != other for one, other in zip(shape("辻唖菲", features_of(name)).glyphs, plain, strict=True)
        ]
        for name in GLYPH_FORMS
    }
    assert changed == {
        "jis78": [False, True, True],
        "jis83": [True, False, True],
        "jis90": [True, False, False],
    }


@pytest.mark.parametrize(
    "typed", [f"辻{SECOND}", f"葛{SECOND}", f"葛{FIRST}", "神\ufe00", "辻\U000e01ef", f"辻{FIRST}{SECOND}"]
)
@pytest.mark.parametrize("name", GLYPH_FORMS)
def test_a_selector_outranks_the_form(typed: str, name: str) -> None:
    face = FACES[REGULAR]
    assert face.shape(typed, features_of(name)) == face.shape(typed)


def test_a_selector_speaks_for_its_own_character_only() -> None:
    face = FACES[REGULAR]
    characters = ("辻", f"辻{SECOND}", "x", "辻", f"葛{FIRST}", f"葛{SECOND}", "葛")
    whole = face.shape("".join(characters), JIS90).glyphs
    assert whole == tuple(chain.from_iterable(face.shape(char, JIS90).glyphs for char in characters))


def test_other_features_hold_for_the_whole_text() -> None:
    features = (("tnum", True), *JIS90, ("liga", False))
    assert switches(f"1辻{SECOND}葛", features) == {
        "tnum": True,
        "liga": False,
        "jp90": [(0, 1, True), (3, 4, True)],
    }
    assert switches(f"1辻{SECOND}", (("tnum", True),)) == {"tnum": True}
    assert only_forms(features) == JIS90


def test_missing_characters_are_missing_in_every_form() -> None:
    assert FACES[REGULAR].shape("👍辻", JIS90).glyphs[0] == 0


@pytest.mark.parametrize("name", ["jis2004", "traditional", "jp90", "", "JIS90"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="the faces have jis78, jis83, jis90"):
        features_of(name)
