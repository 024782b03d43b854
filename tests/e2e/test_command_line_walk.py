"""The walk of a user at the command line over the sample, in real processes without Qt: make, look, check,
find an address, write booklet and MAP, test the program. The PDFs are read back by other programs' libraries.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from ofdesk.base.ruby import plain
from ofdesk.booklet.outline import entry_title
from ofdesk.booklet.plan import Plan, paginate
from ofdesk.booklet.wording import load_wording
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.records import Event, Factory
from ofdesk.storage.project_file import open_project

ROOT = Path(__file__).parents[2]
MM = 72 / 25.4
A4_PT = (210 * MM, 297 * MM)
BLEED_PT = 3 * MM
WITHOUT_QT = """
import sys
class _Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(f"{name} is not to be imported")
sys.meta_path.insert(0, _Refuse())
"""


pytestmark = pytest.mark.timeout(300)  # the first test waits for the whole walk


@dataclass(frozen=True)
class Walk:
    """What the commands left and said."""

    folder: Path
    said: dict[str, subprocess.CompletedProcess[str]]

    @property
    def project(self) -> Path:
        return self.folder / "見本.ofdesk"

    @property
    def booklet(self) -> Path:
        return self.folder / "冊子.pdf"

    @property
    def map(self) -> Path:
        return self.folder / "MAP.pdf"


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The whole walk; the program's own test runs beside the other commands."""
    folder = tmp_path_factory.mktemp("歩き")
    (folder / "sitecustomize.py").write_text(WITHOUT_QT, encoding="utf-8")
    paths = os.pathsep.join((str(folder), str(ROOT / "src")))
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", "OFDESK_LANGUAGE": "ja"}
    found = Walk(folder, {})

    def run(*arguments: str | Path) -> None:
        command = [sys.executable, "-m", "ofdesk", *map(str, arguments)]
        found.said[str(arguments[0])] = subprocess.run(
            command, capture_output=True, text=True, env=environment, encoding="utf-8", check=False
        )

    command = [sys.executable, "-m", "ofdesk", "self-test"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, encoding="utf-8"
    ) as self_test:
        run("new", found.project, "--sample")
        run("info", found.project, "--json")
        run("check", found.project)
        run("geocode", "大阪府八尾市本町一丁目1番1号")
        run("booklet", found.project, "-o", found.booklet)
        run("map", found.project, "-o", found.map, "--area", "近畿")
        out, err = self_test.communicate()
    found.said["self-test"] = subprocess.CompletedProcess(command, self_test.returncode, out, err)
    return found


@pytest.fixture(scope="module")
def catalogue(walk: Walk) -> Catalogue:
    return open_project(walk.project).catalogue


@pytest.fixture(scope="module")
def plan(catalogue: Catalogue) -> Plan:
    return paginate(catalogue)


@pytest.fixture(scope="module")
def pdf(walk: Walk) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(walk.booklet) as opened:
        yield opened


@pytest.fixture(scope="module")
def texts(walk: Walk) -> list[str]:
    """The text of every page as a reader takes it out, without blanks and line ends."""
    return texts_of(walk.booklet)


def texts_of(path: Path) -> list[str]:
    found = []
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            text = page.get_textpage()
            found.append(squeezed(text.get_text_range()))
            text.close()
            page.close()
    finally:
        document.close()
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def page_index(pdf: pikepdf.Pdf, destination: Any) -> int:
    """Return the index of the page a destination leads to."""
    numbers: dict[Any, int] = {page.objgen: index for index, page in enumerate(pdf.pages)}
    return numbers[destination[0].objgen]


def drawn_on(page: pikepdf.Page) -> list[Any]:
    """Return the pictures and forms a page uses."""
    resources: Any = page["/Resources"]
    return list(resources.get("/XObject", pikepdf.Dictionary()).values())


def box(page: pikepdf.Page, name: str) -> list[float]:
    return [float(side) for side in page[name]]


# ── what the commands said ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", ["new", "info", "check", "geocode", "booklet", "map", "self-test"])
def test_every_command_succeeds_without_a_word_of_warning(walk: Walk, command: str) -> None:
    said = walk.said[command]
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout


def test_info_counts_what_the_file_holds(walk: Walk, catalogue: Catalogue, plan: Plan) -> None:
    info = json.loads(walk.said["info"].stdout)
    assert info["records"]["event"] == len(catalogue.all_of(Event)) >= 19
    assert info["records"]["factory"] == len(catalogue.all_of(Factory)) >= 48
    assert info["booklet_pages"] == len(plan.slots)
    assert info["size_bytes"] == walk.project.stat().st_size


def test_the_address_is_found(walk: Walk) -> None:
    assert "大阪府八尾市本町一丁目" in walk.said["geocode"].stdout


def test_the_self_test_tries_every_part(walk: Walk) -> None:
    lines = walk.said["self-test"].stdout.splitlines()
    assert len(lines) == 6
    assert all(line.startswith("○") for line in lines[:5])


# ── the booklet ─────────────────────────────────────────────────────────────────────────────────


def test_the_booklet_has_the_pages_of_the_plan(walk: Walk, pdf: pikepdf.Pdf, plan: Plan) -> None:
    assert len(pdf.pages) == len(plan.slots)
    assert f"{len(plan.slots)}ページ" in walk.said["booklet"].stdout


def test_every_page_is_a4_with_three_millimetres_of_bleed(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        media, trim, bleed = (
            [float(x) for x in page[name]] for name in ("/MediaBox", "/TrimBox", "/BleedBox")
        )
        assert media == bleed
        assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx(A4_PT, abs=0.01)
        assert [abs(t - b) for t, b in zip(trim, bleed, strict=True)] == pytest.approx(
            [BLEED_PT] * 4, abs=0.01
        )


def test_title_language_and_reader_settings(pdf: pikepdf.Pdf, catalogue: Catalogue) -> None:
    assert catalogue.booklet.title in str(pdf.docinfo["/Title"])
    assert str(pdf.Root["/Lang"]) == "ja-JP"
    assert bool(pdf.Root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert str(pdf.Root["/PageMode"]) == "/UseOutlines"


def test_bookmarks_are_the_contents_and_lead_to_their_pages(
    pdf: pikepdf.Pdf, plan: Plan, catalogue: Catalogue
) -> None:
    wording = load_wording(catalogue.booklet.language)
    expected = [(entry_title(entry, wording), entry.number, entry.level) for entry in plan.entries]
    found: list[tuple[str, int, int]] = []

    def collect(items: list[pikepdf.OutlineItem], level: int) -> None:
        for item in items:
            assert item.destination is not None
            found.append((item.title, page_index(pdf, item.destination) + 1, level))
            collect(item.children, level + 1)

    with pdf.open_outline() as outline:
        collect(outline.root, 0)
    assert found == expected
    assert len(found) > 20


def test_every_link_leads_to_a_page_or_to_the_web(pdf: pikepdf.Pdf) -> None:
    inner = outer = 0
    for page in pdf.pages:
        for annotation in page.get("/Annots", pikepdf.Array()):
            assert str(annotation["/Subtype"]) == "/Link"
            if "/Dest" in annotation:
                page_index(pdf, annotation["/Dest"])
                inner += 1
            else:
                assert str(annotation["/A"]["/URI"]).startswith(("http://", "https://"))
                outer += 1
    assert inner > 100
    assert outer >= 5


def test_the_contents_lead_to_every_event(pdf: pikepdf.Pdf, plan: Plan) -> None:
    contents = [slot.number for slot in plan.slots if slot.pattern == "contents"]
    targets = {
        page_index(pdf, annotation["/Dest"]) + 1
        for number in contents
        for annotation in pdf.pages[number - 1].get("/Annots", pikepdf.Array())
    }
    assert set(plan.event_page.values()) <= targets


def test_every_event_and_factory_can_be_read_on_its_page(
    texts: list[str], plan: Plan, catalogue: Catalogue
) -> None:
    for event in catalogue.all_of(Event):
        assert squeezed(event.name) in texts[plan.event_page[event.id] - 1], event.name
    for factory in catalogue.all_of(Factory):
        assert squeezed(factory.name) in texts[plan.factory_page[factory.id] - 1], factory.name


def test_texts_are_set_whole(texts: list[str], plan: Plan, catalogue: Catalogue) -> None:
    for event in catalogue.all_of(Event):
        text = texts[plan.event_page[event.id] - 1]
        wanted = squeezed(plain(event.overview_long))
        if wanted == squeezed(event.overview_long):
            assert wanted in text, event.name
        else:  # readers of PDF put readings somewhere between the lines
            rest = iter(text)
            assert all(character in rest for character in wanted), event.name


def test_contents_and_index_name_the_pages(texts: list[str], plan: Plan, catalogue: Catalogue) -> None:
    for pattern in ("contents", "index"):
        shown = "".join(texts[slot.number - 1] for slot in plan.slots if slot.pattern == pattern)
        for event in catalogue.all_of(Event):
            assert squeezed(event.name) in shown, (pattern, event.name)
            assert str(plan.event_page[event.id]) in shown


def test_event_pages_show_their_photos(pdf: pikepdf.Pdf, plan: Plan) -> None:
    for slot in plan.slots:
        if slot.pattern == "event":
            assert "/Image" in {str(found["/Subtype"]) for found in drawn_on(pdf.pages[slot.number - 1])}


def test_every_font_is_embedded(pdf: pikepdf.Pdf) -> None:
    seen = set()
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", pikepdf.Dictionary()).values():
            (descendant,) = font["/DescendantFonts"]
            assert "/FontFile2" in descendant["/FontDescriptor"]
            assert "/ToUnicode" in font
            seen.add(str(font["/BaseFont"]).partition("+")[2])
    assert len(seen) == 2


# ── the MAP ─────────────────────────────────────────────────────────────────────────────────────


def test_the_map_is_one_page_with_its_events_and_sources(walk: Walk, catalogue: Catalogue) -> None:
    (text,) = texts_of(walk.map)
    assert "気象庁" in text  # the credit of the ground
    here = [event for event in catalogue.all_of(Event) if "大阪府" in event.prefectures]
    assert here
    for event in here:
        assert squeezed(event.name) in text, event.name
