"""Builds the static faces in resources/fonts/ from one pinned package: Noto Sans JP and its stand-ins.

`fonts.json` beside this script is the manifest: the package with its checksum, and each face with
its source, weight and checksum. The stand-ins (Noto Sans TC, SC, KR) hold only what those named
before them lack, so that they are small. A face that already has its checksum is left alone; bytes that do
not match are never put in place. The faces are not kept in the repository (29 MB that a machine can make).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent.parent
MANIFEST = Path(__file__).with_name("fonts.json")
FONTS_FOLDER = ROOT / "resources" / "fonts"
_BLANKS = {0x20, 0x3000}  # printed in the face of what stands before them


class FontBuildError(Exception):
    """The faces cannot be built; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class FontManifest:
    """What is built from what.

    Attributes:
        requirement: pinned requirement of the source package, such as "name==1.0".
        wheel_sha256: checksum of the package's wheel.
        members: path of the variable font inside the wheel that each face is made from, by file name. Of the
            second and every later one only the characters are kept that those before it lack.
        weights: wght coordinate of each face, by file name.
        checksums: sha256 of each face, by file name; "" for a face not recorded yet.
    """

    requirement: str
    wheel_sha256: str
    members: Mapping[str, str]
    weights: Mapping[str, int]
    checksums: Mapping[str, str]

    @classmethod
    def read(cls, path: Path = MANIFEST) -> FontManifest:
        """Read the manifest from its JSON file."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            requirement=f"{data['package']}=={data['version']}",
            wheel_sha256=data["wheel_sha256"],
            members={name: face["member"] for name, face in data["faces"].items()},
            weights={name: face["wght"] for name, face in data["faces"].items()},
            checksums={name: face.get("sha256", "") for name, face in data["faces"].items()},
        )


def sha256_of(data: bytes) -> str:
    """Return the sha256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def stale_faces(manifest: FontManifest, folder: Path = FONTS_FOLDER) -> list[str]:
    """List the faces that are missing or have other bytes than the manifest names."""
    return [
        name
        for name, checksum in manifest.checksums.items()
        if not (folder / name).is_file() or sha256_of((folder / name).read_bytes()) != checksum
    ]


def download_wheel(manifest: FontManifest, folder: Path) -> Path:
    """Fetch the source package with pip.

    Raises:
        FontBuildError: the package could not be fetched.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--dest", str(folder), manifest.requirement]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
    wheels = list(folder.glob("*.whl"))
    if result.returncode != 0 or len(wheels) != 1:
        reason = result.stderr.strip().splitlines()
        raise FontBuildError(
            f"The font package {manifest.requirement} could not be downloaded; check the network "
            f"connection and pip's settings, then run the same command again"
            + (f" (pip: {reason[-1]})" if reason else "")
        )
    return wheels[0]


def read_variable_fonts(manifest: FontManifest, wheel: Path) -> dict[str, bytes]:
    """Take the variable fonts out of the wheel, after checking the wheel's bytes.

    Returns:
        The fonts by their paths inside the wheel, in the order of the manifest.

    Raises:
        FontBuildError: the wheel is not the one the manifest names.
    """
    data = wheel.read_bytes()
    if sha256_of(data) != manifest.wheel_sha256:
        raise FontBuildError(
            f"The downloaded {wheel.name} is not the file that fonts.json names (its checksum differs)"
        )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {member: archive.read(member) for member in dict.fromkeys(manifest.members.values())}


def characters(variable_font: bytes) -> frozenset[int]:
    """Return the code points a font has glyphs for."""
    font: Any = TTFont(io.BytesIO(variable_font), lazy=True)
    return frozenset(font.getBestCmap() or ())


def instantiate(variable_font: bytes, weight: int, left_out: frozenset[int] = frozenset()) -> bytes:
    """Make a static face of one weight.

    Args:
        variable_font: font file with a wght axis.
        weight: wght coordinate, 400 for regular, 700 for bold.
        left_out: code points that the face shall not hold. What stays is then only shown as it is, so the
            face has no features either.

    Returns:
        The font file; the same for the same input, as no time of day is written into it.
    """
    # Without recalcTimestamp=False every build would carry its own date in the head table.
    font: Any = TTFont(io.BytesIO(variable_font), recalcTimestamp=False)
    if left_out:
        kept = (set(font.getBestCmap()) - left_out) | _BLANKS
        options = Options(layout_features=[], name_IDs=["*"], notdef_outline=True, hinting=False)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=kept)
        subsetter.subset(font)
    face: Any = instancer.instantiateVariableFont(font, {"wght": weight}, updateFontNames=True)
    buffer = io.BytesIO()
    face.save(buffer)
    return buffer.getvalue()


def build_faces(manifest: FontManifest, names: list[str], sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """Make several faces at once, each in a process of its own.

    Returns:
        The font file of each name.
    """
    left_out: dict[str, frozenset[int]] = {}
    before: frozenset[int] = frozenset()
    for member, source in sources.items():
        left_out[member] = before
        before |= characters(source)
    with ProcessPoolExecutor(max_workers=min(len(names), os.cpu_count() or 1)) as pool:
        faces = []
        for name in names:
            member = manifest.members[name]
            made = pool.submit(instantiate, sources[member], manifest.weights[name], left_out[member])
            faces.append(made)
        return {name: face.result() for name, face in zip(names, faces, strict=True)}


def put_in_place(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def build(manifest: FontManifest, wheel: Path | None = None, folder: Path = FONTS_FOLDER) -> list[str]:
    """Build the faces that are missing or stale.

    Args:
        manifest: what to build from what.
        wheel: the source package if it is at hand; it is downloaded otherwise.
        folder: where the faces go.

    Returns:
        Names of the faces written, empty when all were there already.

    Raises:
        FontBuildError: no package, another package, or another result than the manifest names.
    """
    names = stale_faces(manifest, folder)
    if not names:
        return []
    with tempfile.TemporaryDirectory() as download:
        sources = read_variable_fonts(manifest, wheel or download_wheel(manifest, Path(download)))
    faces = build_faces(manifest, names, sources)
    for name, data in faces.items():
        if sha256_of(data) != manifest.checksums[name]:
            raise FontBuildError(
                f"{name} came out with another checksum than fonts.json names; "
                f"is the locked version of fonttools installed?"
            )
    for name, data in faces.items():
        put_in_place(folder / name, data)
    return names


def record_checksums(manifest: FontManifest, wheel: Path | None) -> None:
    """Build every face anew and write its checksum into fonts.json, after a change of the source."""
    with tempfile.TemporaryDirectory() as download:
        sources = read_variable_fonts(manifest, wheel or download_wheel(manifest, Path(download)))
    faces = build_faces(manifest, list(manifest.weights), sources)
    data = json.loads(MANIFEST.read_text(encoding="utf-8"))
    for name, face in faces.items():
        data["faces"][name] |= {"sha256": sha256_of(face), "bytes": len(face)}
        put_in_place(FONTS_FOLDER / name, face)
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    MANIFEST.write_text(text, encoding="utf-8", newline="\n")


def main() -> int:
    """Build what is missing; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--wheel", type=Path, help="use this wheel of the source package, download nothing")
    parser.add_argument("--record", action="store_true", help="write the new checksums to fonts.json")
    arguments = parser.parse_args()
    started = time.perf_counter()
    try:
        manifest = FontManifest.read()
        if arguments.record:
            record_checksums(manifest, arguments.wheel)
            return 0
        names = build(manifest, arguments.wheel)
    except FontBuildError as error:
        print(error, file=sys.stderr)
        return 1
    seconds = time.perf_counter() - started
    print(f"built {', '.join(names)} in {seconds:.1f} s" if names else "fonts are up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
