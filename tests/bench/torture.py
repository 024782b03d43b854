"""Paragraphs set to many measures, for a counter of faults that reads the PDF.

    python -m tests.bench.torture TEXTS.json -o OUT.pdf --em 14,16,18,40

TEXTS.json holds a list of paragraphs. For each measure, in ems of the 10 pt type, all paragraphs are set in
order, first lines not indented, left edge at 40 pt, nothing else on the pages; a measure begins a page.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from ofdesk.base.geometry import Size
from ofdesk.base.units import pt_to_mm
from ofdesk.drawing.display_list import DocumentInfo, Group, Operation, Page
from ofdesk.drawing.fonts import load_built_in_fonts
from ofdesk.drawing.palettes import load_palette
from ofdesk.press.pdf import PdfOptions, PrintJob, write_pdf
from ofdesk.press.photos import StoredPhoto
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

STYLE = TextStyle(size_pt=10.0, leading_pt=17.0)
A4 = Size(210.0, 297.0)
LEFT_MM, TOP_MM = pt_to_mm(40.0), 20.0


class NoPhotos:
    """Pages without pictures."""

    def photo(self, sha256: str) -> StoredPhoto:
        """Return no picture; nobody asks."""
        raise KeyError(sha256)


def pages(texts: Sequence[str], measures_em: Sequence[float], composer: Composer) -> Iterator[Page]:
    """Yield the pages."""
    for measure_em in measures_em:
        ops: list[Operation] = []
        y_mm = TOP_MM
        for text in texts:
            # A counter that reads the texts expects their brackets, not readings over the lines.
            shown = text.replace("《", "｜《")
            lines = composer.paragraph(shown, STYLE, measure_em * STYLE.em_mm).lines
            runs: list[Operation] = []
            for line in lines:
                if y_mm + STYLE.leading_mm > A4.height_mm - TOP_MM:
                    yield Page(A4, (*ops, Group(tuple(runs), tag="P")), bleed_mm=0.0)
                    ops, runs, y_mm = [], [], TOP_MM
                runs += line.ops_at(LEFT_MM, y_mm + STYLE.size_mm)
                y_mm += STYLE.leading_mm
            ops.append(Group(tuple(runs), tag="P"))
            y_mm += STYLE.leading_mm
        yield Page(A4, tuple(ops), bleed_mm=0.0)


def write(texts: Sequence[str], measures_em: Sequence[float], target: Path) -> None:
    """Write the PDF; without spans, so that readers tell the place of every glyph."""
    fonts = load_built_in_fonts()
    options = PdfOptions(spans=False)
    job = PrintJob(DocumentInfo("Torture"), load_palette(), fonts, NoPhotos(), options=options)
    write_pdf(pages(texts, measures_em, Composer(fonts)), target, job)


def main() -> None:
    """Read the arguments and write the file."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.torture", description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--em", default="14,16,18,20,22,24,26,28,30,32,34,36,38,40")
    arguments = parser.parse_args()
    texts = json.loads(arguments.texts.read_text(encoding="utf-8"))
    write(texts, [float(em) for em in arguments.em.split(",")], arguments.output)


if __name__ == "__main__":
    main()
