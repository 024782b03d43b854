"""Small files in exactly the layouts that are published. The rows are invented; the towns are real ones."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from ofdesk.base.geometry import GeoPoint

# Header rows as published: MLIT 19.0b and 24.0a, Geolonia 2024, Address Base Registry 2025.
MLIT_TOWN = (
    "都道府県コード,都道府県名,市区町村コード,市区町村名,大字町丁目コード,大字町丁目名,緯度,経度,原典資料コード,"
    "大字・字・丁目区分コード"
)
MLIT_BLOCK = (
    "都道府県名,市区町村名,大字・丁目名,小字・通称名,街区符号・地番,座標系番号,Ｘ座標,Ｙ座標,緯度,経度,住居表示フラグ,"
    "代表フラグ,更新前履歴フラグ,更新後履歴フラグ"
)
GEOLONIA = (
    "都道府県コード,都道府県名,都道府県名カナ,都道府県名ローマ字,市区町村コード,市区町村名,市区町村名カナ,"
    "市区町村名ローマ字,大字町丁目名,大字町丁目名カナ,大字町丁目名ローマ字,小字・通称名,緯度,経度"
)
ABR_CITY = (
    "lg_code,pref,pref_kana,pref_roma,county,county_kana,county_roma,city,city_kana,city_roma,ward,ward_kana,"
    "ward_roma,efct_date,ablt_date,remarks"
)
ABR_CITY_POS = (
    "lg_code,rep_lon,rep_lat,rep_srid,rep_scale,plygn_fname,plygn_kcode,plygn_fmt,plygn_srid,plygn_scale"
)
ABR_TOWN = (
    "lg_code,machiaza_id,machiaza_type,pref,pref_kana,pref_roma,county,county_kana,county_roma,city,city_kana,"
    "city_roma,ward,ward_kana,ward_roma,oaza_cho,oaza_cho_kana,oaza_cho_roma,chome,chome_kana,chome_number,koaza,"
    "koaza_kana,koaza_roma,machiaza_dist,rsdt_addr_flg,rsdt_addr_mtd_code,oaza_cho_aka_flg,koaza_aka_code,"
    "oaza_cho_gsi_uncmn,koaza_gsi_uncmn,status_flg,wake_num_flg,efct_date,ablt_date,src_code,post_code,remarks"
)
ABR_TOWN_POS = (
    "lg_code,machiaza_id,rsdt_addr_flg,rep_lon,rep_lat,rep_srid,rep_scale,rep_src_code,plygn_fname,plygn_kcode,"
    "plygn_fmt,plygn_srid,plygn_scale,plygn_src_code,pos_oaza_cho_chome_code,pos_data_mnt_year,"
    "cns_bnd_s_area_kcode,cns_bnd_year"
)
ABR_BLOCK = (
    "lg_code,machiaza_id,blk_id,city,ward,oaza_cho,chome,koaza,machiaza_dist,blk_num,rsdt_addr_flg,"
    "rsdt_addr_mtd_code,status_flg,efct_date,ablt_date,src_code,remarks"
)
ABR_BLOCK_POS = (
    "lg_code,machiaza_id,blk_id,rsdt_addr_flg,rsdt_addr_mtd_code,rep_lon,rep_lat,rep_srid,rep_scale,rep_src_code,"
    "plygn_fname,plygn_kcode,plygn_fmt,plygn_srid,plygn_scale,plygn_src_code,pos_pref,pos_city,"
    "pos_oaza_cho_chome,pos_koaza_aka,pos_blk_prc_num,pos_data_mnt_year,rsdt_addr_code_rdbl,"
    "rsdt_addr_data_mnt_date"
)
ABR_RESIDENCE = (
    "lg_code,machiaza_id,blk_id,rsdt_id,rsdt2_id,city,ward,oaza_cho,chome,koaza,machiaza_dist,blk_num,rsdt_num,"
    "rsdt_num2,basic_rsdt_div,rsdt_addr_flg,rsdt_addr_mtd_code,status_flg,efct_date,ablt_date,src_code,remarks"
)
ABR_RESIDENCE_POS = (
    "lg_code,machiaza_id,blk_id,rsdt_id,rsdt2_id,rsdt_addr_flg,rsdt_addr_mtd_code,rep_lon,rep_lat,rep_srid,"
    "rep_scale,rep_src_code,rsdt_addr_code_rdbl,rsdt_addr_data_mnt_date,basic_rsdt_div"
)
ABR_PARCEL = (
    "lg_code,machiaza_id,prc_id,city,ward,oaza_cho,chome,koaza,prc_num1,prc_num2,prc_num3,rsdt_addr_flg,"
    "prc_rec_flg,prc_area_code,efct_date,ablt_date,src_code,remarks,real_prop_num"
)
ABR_PARCEL_POS = (
    "lg_code,machiaza_id,prc_id,rep_lon,rep_lat,rep_srid,rep_scale,rep_src_code,plygn_fname,plygn_kcode,"
    "plygn_fmt,plygn_srid,plygn_scale,plygn_src_code,moj_map_city_code,moj_map_oaza_code,moj_map_chome_code,"
    "moj_map_koaza_code,moj_map_spare_code,moj_map_brushid"
)
YAO, CHIZU = "272124", "313289"  # codes of six digits: 八尾市, 智頭町


def csv_text(header: str, rows: Iterable[dict[str, object]]) -> str:
    """Return a table with every cell quoted, as the publishers do; cells not given are empty."""
    file = io.StringIO(newline="")
    columns = header.split(",")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    for row in rows:
        assert set(row) <= set(columns), set(row) - set(columns)
        writer.writerow([row.get(column, "") for column in columns])
    return file.getvalue()


def write_zip(path: Path, members: dict[str, bytes]) -> Path:
    """Write a zip the way publishers do, with pages beside the tables."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def moved(point: GeoPoint, north_m: float = 0.0, east_m: float = 0.0) -> GeoPoint:
    """Return a point some metres away, near 35° north."""
    return GeoPoint(round(point.lat_deg + north_m / 111_195, 6), round(point.lon_deg + east_m / 91_000, 6))


def mlit_block(
    place: tuple[str, str, str],
    number: object,
    point: GeoPoint,
    *,
    blocks: bool = True,
    representative: bool = True,
    koaza: str = "",
    history: int = 0,
) -> dict[str, object]:
    """Return a row of 街区レベル: prefecture, municipality and town, number and point."""
    prefecture, municipality, town = place
    return {
        "都道府県名": prefecture,
        "市区町村名": municipality,
        "大字・丁目名": town,
        "小字・通称名": koaza,
        "街区符号・地番": number,
        "座標系番号": 6,
        "緯度": point.lat_deg,
        "経度": point.lon_deg,
        "住居表示フラグ": int(blocks),
        "代表フラグ": int(representative),
        "更新前履歴フラグ": 0,
        "更新後履歴フラグ": history,
    }


def write_mlit_blocks(path: Path, rows: Sequence[dict[str, object]]) -> Path:
    """Write 街区レベル as a zip in CP932 with its explanations beside."""
    data = csv_text(MLIT_BLOCK, rows).encode("cp932")
    return write_zip(path, {"27_2024.csv": data, "META_27_2024.xml": b"<x/>", "format.html": b"<html/>"})


def abr_pair(
    folder: Path,
    name: str,
    headers: tuple[str, str],
    rows: Sequence[tuple[dict[str, object], GeoPoint | None]],
) -> list[Path]:
    """Write a master table and its points, each as a zip; rows without a point get no row of points."""
    master, points = headers
    masters = [row for row, _ in rows]
    with_points = [
        {key: value for key, value in row.items() if key in points.split(",")}
        | {"rep_lon": point.lon_deg, "rep_lat": point.lat_deg, "rep_srid": "EPSG:6668"}
        for row, point in rows
        if point is not None
    ]
    paths = []
    for kind, header, lines in ((name, master, masters), (f"{name}_pos", points, with_points)):
        data = csv_text(header, lines).encode("utf-8-sig")
        paths.append(write_zip(folder / f"{kind}_city.csv.zip", {f"{kind}_city.csv": data}))
    return paths
