"""The font builder: what it accepts, what it leaves alone, what it has made."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import build_fonts
import pytest
from build_fonts import FontBuildError, FontManifest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation

BLANKS = {0x20, 0x3000}
A_ALONE = frozenset({0x41})


def wheel_with(folder: Path, member: str, data: bytes) -> Path:
    path = folder / "fonts-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, data)
    return path


def manifest_for(wheel: Path, faces: dict[str, bytes]) -> FontManifest:
    return FontManifest(
        requirement="fonts==1.0",
        wheel_sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
        members=dict.fromkeys(faces, "fonts/variable.ttf"),
        weights=dict.fromkeys(faces, 400),
        checksums={name: hashlib.sha256(data).hexdigest() for name, data in faces.items()},
    )


@pytest.mark.parametrize(
    ("name", "weight", "full_name"),
    [
        ("NotoSansJP-Regular.ttf", 400, "Noto Sans JP Regular"),
        ("NotoSansJP-Bold.ttf", 700, "Noto Sans JP Bold"),
    ],
)
def test_built_faces_are_static_and_named_for_their_weight(name: str, weight: int, full_name: str) -> None:
    with TTFont(build_fonts.FONTS_FOLDER / name) as font:
        assert "fvar" not in font
        assert font["OS/2"].usWeightClass == weight
        assert font["name"].getDebugName(4) == full_name
        assert font["name"].getDebugName(6) == name.removesuffix(".ttf")
        # A government PDF's worth of unusual kanji: JIS X 0213 and the ladder 髙, the standing 﨑.
        assert all(ord(kanji) in font.getBestCmap() for kanji in "髙﨑𠮷鯖江")


def test_faces_that_stand_in_hold_only_what_those_before_them_lack() -> None:
    known: set[int] = set()
    for region in ("JP", "TC", "SC", "KR"):
        maps = []
        for weight in ("Regular", "Bold"):
            with TTFont(build_fonts.FONTS_FOLDER / f"NotoSans{region}-{weight}.ttf") as font:
                maps.append(set(font.getBestCmap()) - (BLANKS if region != "JP" else set()))
                assert font.getBestCmap().keys() >= BLANKS
        assert maps[0] == maps[1]
        assert known.isdisjoint(maps[0])
        known |= maps[0]
    assert all(ord(char) in known for char in "工場鯖江东说话们한국어로")


def test_characters_left_out_leave_a_face(tmp_path: Path) -> None:
    source = small_variable_font()
    assert build_fonts.characters(source) == {0x41}
    whole, without = (build_fonts.instantiate(source, 700, left_out) for left_out in (frozenset(), A_ALONE))
    assert build_fonts.characters(whole) == {0x41}
    assert build_fonts.characters(without) == frozenset()


def test_built_faces_are_the_ones_of_the_manifest() -> None:
    assert build_fonts.stale_faces(FontManifest.read()) == []


def test_missing_and_altered_faces_are_stale(tmp_path: Path) -> None:
    faces = {"Regular.ttf": b"regular", "Bold.ttf": b"bold", "Black.ttf": b"black"}
    manifest = manifest_for(wheel_with(tmp_path, "fonts/variable.ttf", b"source"), faces)
    (tmp_path / "Regular.ttf").write_bytes(b"regular")
    (tmp_path / "Bold.ttf").write_bytes(b"bolt")
    assert build_fonts.stale_faces(manifest, tmp_path) == ["Bold.ttf", "Black.ttf"]


def test_nothing_is_built_or_fetched_when_all_faces_are_there(tmp_path: Path) -> None:
    (tmp_path / "Regular.ttf").write_bytes(b"regular")
    manifest = manifest_for(wheel_with(tmp_path, "x", b""), {"Regular.ttf": b"regular"})
    assert build_fonts.build(manifest, tmp_path / "no-such.whl", tmp_path) == []


def test_another_wheel_than_the_manifest_names_is_refused(tmp_path: Path) -> None:
    wheel = wheel_with(tmp_path, "fonts/variable.ttf", b"source")
    manifest = replace(manifest_for(wheel, {"Regular.ttf": b"regular"}), wheel_sha256="0" * 64)
    with pytest.raises(FontBuildError, match="checksum differs"):
        build_fonts.build(manifest, wheel, tmp_path)


def test_another_result_than_the_manifest_names_is_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = wheel_with(tmp_path, "fonts/variable.ttf", b"source")
    manifest = manifest_for(wheel, {"Regular.ttf": b"regular"})
    monkeypatch.setattr(build_fonts, "build_faces", lambda *_: {"Regular.ttf": b"surprise"})
    with pytest.raises(FontBuildError, match=r"Regular\.ttf came out with another checksum"):
        build_fonts.build(manifest, wheel, tmp_path / "out")
    assert not (tmp_path / "out" / "Regular.ttf").exists()


def test_failed_download_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    wheel = wheel_with(tmp_path, "fonts/variable.ttf", b"source")
    manifest = replace(manifest_for(wheel, {"Regular.ttf": b"regular"}), requirement="no-such-fonts==1.0")
    with pytest.raises(FontBuildError, match=r"no-such-fonts==1\.0 could not be downloaded; check"):
        build_fonts.build(manifest, None, tmp_path / "out")


def test_a_small_variable_font_is_instantiated_the_same_way_twice(tmp_path: Path) -> None:
    """One glyph of the built face with a weight axis: 400 leaves it 500 wide, 700 makes it 560."""
    source = small_variable_font()
    regular, bold = build_fonts.instantiate(source, 400), build_fonts.instantiate(source, 700)
    assert bold == build_fonts.instantiate(source, 700)
    assert advance_of_a(tmp_path, regular) == 500
    # The axis runs from 400 to 900 with +100 at its end: 100 × (700 − 400) / (900 − 400) = 60.
    assert advance_of_a(tmp_path, bold) == 560


def advance_of_a(folder: Path, data: bytes) -> int:
    path = folder / "face.ttf"
    path.write_bytes(data)
    with TTFont(path) as font:
        return int(font["hmtx"]["A"][0])


def small_variable_font() -> bytes:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (400, 700), (400, 0)):
        pen.lineTo(corner)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({0x41: "A"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "A": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Small", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.setupFvar([("wght", 400, 400, 900, "Weight")], [])
    weights = [{"value": 400, "name": "Regular", "flags": 2}, {"value": 700, "name": "Bold"}]
    builder.setupStat([{"tag": "wght", "name": "Weight", "values": weights}])
    # Four points of the outline stay; of the four phantom points the second one is the advance.
    deltas = [(0, 0)] * 4 + [(0, 0), (100, 0), (0, 0), (0, 0)]
    builder.setupGvar({"A": [TupleVariation({"wght": (0.0, 1.0, 1.0)}, deltas)]})
    buffer = io.BytesIO()
    builder.font.save(buffer)
    return buffer.getvalue()
