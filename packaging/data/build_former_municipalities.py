"""Makes former_municipalities.csv: the municipalities dissolved or renamed since 1980, and what they became.

    python packaging/data/build_former_municipalities.py LIST

LIST is base_data/geoshape-city.csv in the source distribution of pygeonlp 1.2.5: every municipality since
1920 with the dates it existed and the place of its office, which in most lines is told with today's address.
That address names the successor; without one the towns around the place do. The lines of which neither is
right were found by checking each against the towns that kept the former name, and stand here.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ofdesk.base.geometry import GeoPoint
from ofdesk.geocoding.gazetteer import Gazetteer, Municipality

OUTPUT = Path(__file__).resolve().parent / "former_municipalities.csv"
COLUMNS = ("prefecture", "name", "successors", "year")
_LIST_SHA256 = "466f3e16f1062383c344f96612c4e50cdf3e77c81505e00f1dd0be713c5b92f8"
_SINCE = "1980"
_WITH_CODE = "A"  # in entry_id: municipalities since the codes of 1968; older ones have a B
_NEIGHBOURS = 5
_AROUND_DEG = 0.15

# The office's line tells no municipality and the nearest towns lie across the border.
_MENDED = {
    "青森県北津軽郡小泊村": "北津軽郡中泊町",
    "茨城県行方郡牛堀町": "潮来市",
    "新潟県西蒲原郡黒埼町": "新潟市西区",
    "三重県南牟婁郡鵜殿村": "南牟婁郡紀宝町",
    "徳島県美馬郡穴吹町": "美馬市",
}
# Divided, or large enough to have become several wards.
_DIVIDED = {
    "山梨県西八代郡上九一色村": "甲府市/南都留郡富士河口湖町",
    "埼玉県浦和市": "さいたま市桜区/さいたま市浦和区/さいたま市南区/さいたま市緑区",
    "埼玉県大宮市": "さいたま市西区/さいたま市北区/さいたま市大宮区/さいたま市見沼区/さいたま市中央区",
}
# After the list's last edition, or a 郡 changed without the code.
_ADDED = (
    ("北海道", "山越郡八雲町", "二海郡八雲町", "2005"),
    ("静岡県", "浜松市中区", "浜松市中央区", "2024"),
    ("静岡県", "浜松市東区", "浜松市中央区", "2024"),
    ("静岡県", "浜松市西区", "浜松市中央区", "2024"),
    ("静岡県", "浜松市南区", "浜松市中央区", "2024"),
    ("静岡県", "浜松市北区", "浜松市浜名区/浜松市中央区", "2024"),
    ("静岡県", "浜松市浜北区", "浜松市浜名区", "2024"),
)


class Successors:
    """Finds today's municipality of a line of the list."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._all = gazetteer.municipalities()
        self._points: dict[tuple[int, int], list[tuple[GeoPoint, Municipality]]] = {}
        for municipality in self._all:
            if municipality.wards:
                continue
            table = gazetteer.towns(municipality.number)
            for town in range(len(table)):
                point = table.point(town)
                self._points.setdefault(_cell(point), []).append((point, municipality))

    def of(self, row: dict[str, str]) -> Municipality:
        """Return the municipality the office's address names, else that of most of the nearest towns."""
        near = self._nearest(GeoPoint(float(row["latitude"]), float(row["longitude"])))
        address = row["source"].split("/")[2]
        here = {_latest(row["prefname"]), near.prefecture}
        said = [
            one
            for one in self._all
            if one.prefecture in here and address.startswith((one.name, one.full_name))
        ]
        named = max(said, key=lambda one: len(one.name), default=near)
        return near if named.wards and near.city == named.name else named

    def _nearest(self, place: GeoPoint) -> Municipality:
        row, column = _cell(place)
        cells = [(row + north, column + east) for north in (-1, 0, 1) for east in (-1, 0, 1)]
        near = [entry for cell in cells for entry in self._points.get(cell, [])]
        near.sort(key=lambda entry: entry[0].distance_m(place))
        counts = Counter(municipality.number for _, municipality in near[:_NEIGHBOURS])
        return self._all[counts.most_common(1)[0][0]]


def _cell(point: GeoPoint) -> tuple[int, int]:
    return int(point.lat_deg / _AROUND_DEG), int(point.lon_deg / _AROUND_DEG)


def _latest(names: str) -> str:
    """Return the first of 東京都/東京府: the latest name comes first."""
    return names.split("/")[0]


def former_rows(lines: Iterator[dict[str, str]], gazetteer: Gazetteer) -> list[tuple[str, str, str, str]]:
    """Return the rows of the table, ordered by prefecture and name."""
    successors = Successors(gazetteer)
    current = {municipality.canonical for municipality in gazetteer.municipalities()}
    rows = list(_ADDED)
    for line in lines:
        if line["entry_id"][5] != _WITH_CODE or line["valid_to"] < _SINCE:
            continue
        prefecture = _latest(line["prefname"])
        name = _latest(line["countyname"]) + line["body"] + line["suffix"]
        whole = prefecture + name
        if whole in current:
            continue
        found = _DIVIDED.get(whole) or _MENDED.get(whole)
        if found is None:
            successor = successors.of(line)
            found = successor.full_name if successor.prefecture == prefecture else successor.canonical
        rows.append((prefecture, name, found, line["valid_to"][:4]))
    order = [prefecture.name for prefecture in gazetteer.prefectures]
    return sorted(rows, key=lambda row: (order.index(row[0]), row[1:]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list", type=Path, help="geoshape-city.csv")
    content = parser.parse_args().list.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != _LIST_SHA256:
        sys.exit(f"the list has the digest {digest}, expected {_LIST_SHA256}")
    rows = former_rows(csv.DictReader(io.StringIO(content.decode("utf-8"))), Gazetteer())
    with OUTPUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(f"{OUTPUT}: {len(rows)} rows")


if __name__ == "__main__":
    main()
