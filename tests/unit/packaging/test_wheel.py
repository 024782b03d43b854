"""The wheel: built, installed into an empty folder, and used from there."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from environment import clean_environment
from wheel_hook import ResourcesHook

ROOT = Path(__file__).resolve().parents[3]

USE = """
import json, sys
import ofdesk
from ofdesk.base.resources import resources_folder
from ofdesk.drawing.fonts import load_built_in_fonts
shaped = {name: face.shape("工場").glyphs for name, face in load_built_in_fonts().faces.items()}
print(json.dumps({"package": ofdesk.__file__, "resources": str(resources_folder()), "shaped": shaped}))
"""


def run_pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    variables = clean_environment()
    result = subprocess.run(command, capture_output=True, encoding="utf-8", env=variables, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run_pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, ROOT)
    return next(folder.glob("ofdesk-*.whl"))


def test_the_wheel_carries_every_resource_and_no_pictures_of_the_readme(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name.removeprefix("ofdesk/") for name in archive.namelist()}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and path.relative_to(ROOT).parts[1] != "readme"
    }
    assert wanted <= carried
    assert "resources/fonts/NotoSansJP-Bold.ttf" in carried
    assert "resources/NOTICES.md" in carried
    assert not [name for name in carried if name.startswith("resources/readme")]
    assert not [name for name in carried if name.startswith("tests/") or "packaging/" in name]


def test_the_installed_program_runs_on_its_own_files(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    run_pip("install", "--no-deps", "--no-index", "--target", site, wheel)
    variables = {**clean_environment(), "PYTHONPATH": str(site)}
    command = [sys.executable, "-c", USE]
    result = subprocess.run(
        command, cwd=tmp_path, capture_output=True, encoding="utf-8", env=variables, check=False
    )
    assert result.returncode == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    assert Path(answer["package"]).is_relative_to(site)
    assert Path(answer["resources"]) == site / "ofdesk" / "resources"
    assert set(answer["shaped"]) == {"NotoSansJP-Regular", "NotoSansJP-Bold"}
    assert all(len(glyphs) == 2 and all(glyphs) for glyphs in answer["shaped"].values())


def test_no_wheel_is_made_without_the_fonts(tmp_path: Path) -> None:
    (tmp_path / "resources" / "fonts").mkdir(parents=True)
    (tmp_path / "resources" / "fonts" / "NotoSansJP-Regular.ttf").write_bytes(b"")
    hook = ResourcesHook(str(tmp_path), {}, None, None, str(tmp_path), "wheel")  # type: ignore[arg-type]
    with pytest.raises(
        FileNotFoundError, match=r"lacks NotoSansJP-Bold\.ttf, .*NotoSansKR-Bold\.ttf: run packaging"
    ):
        hook.initialize("standard", {"force_include": {}})


def test_an_editable_installation_carries_nothing(tmp_path: Path) -> None:
    hook = ResourcesHook(str(tmp_path), {}, None, None, str(tmp_path), "wheel")  # type: ignore[arg-type]
    build_data: dict[str, Any] = {"force_include": {}}
    hook.initialize("editable", build_data)
    assert build_data == {"force_include": {}}
