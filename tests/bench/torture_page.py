"""A page of typographic torture to be looked at: `python -m tests.bench.torture_page -o PAGE.pdf`.

Narrow and wide measures between hairlines, readings, columns of vertical text, headings, rows of marks.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from tests.bench.torture import A4, NoPhotos

from ofdesk.base.geometry import Rect
from ofdesk.drawing.display_list import DocumentInfo, Group, Ink, Operation, Page, Stroke
from ofdesk.drawing.display_list import Path as Outline
from ofdesk.drawing.fonts import BOLD, load_built_in_fonts
from ofdesk.drawing.palettes import load_palette
from ofdesk.press.pdf import PrintJob, write_pdf
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

TEXTS = Path(__file__).parent
BODY = TextStyle(size_pt=8.5, leading_pt=14.0)
HEADING = TextStyle(face=BOLD, size_pt=17.0, leading_pt=24.0, align="left", phrases=True)
COLUMNS = TextStyle(size_pt=10.0, leading_pt=18.0)
MEASURES = ((14, 20.0), (18, 67.0), (23, 125.0))  # ems, and left edges in mm
HEADINGS = (
    "地域一体型オープンファクトリーの祭典",
    "職人の手仕事を間近に見られる工房めぐり",
    "第13回燕三条工場の祭典、開催！",
)
READINGS = (
    "見本県｜燕三条《つばめさんじょう》の産地では、鎚《つち》を打つ音が絶えない。"
    "志《こころざし》ある職人《しょくにん》が鑢《やすり》を掛け、鏨《たがね》を彫り、漆《うるし》を塗り、"
    "｜Craftsmanship《クラフツマンシップ》を承《うけたまわ》る。《技術》と《意匠》は括弧のまま、見《み》本《ほん》は一字ずつ。"
)
STANDING = (
    "「工場を開く」という試みが２０年ちかく続いている（2025年10月2日現在、113社が参加）。"
    "「えっ、本当に！？」「ほんとう！！」――そんな声が、きょうも響く……。志《こころざし》ある職人《しょくにん》が、"
    "Open FactoryやIoT・AIを語り、A社とB社が1,234.5㎜の板を－5℃でちょっとだけ削った。"
    "〜から～まで、ー、＝、“いま”を『見る』。"
)


def page(composer: Composer) -> Page:
    """Return the page."""
    texts = json.loads((TEXTS / "torture_texts.json").read_text(encoding="utf-8"))
    rows = json.loads((TEXTS / "torture_rows.json").read_text(encoding="utf-8"))
    ops: list[Operation] = []
    for number, (ems, x_mm) in enumerate(MEASURES):
        shown = "\n".join((texts[5 * number + 2], texts[5 * number + 4], rows[5]))
        ops += framed(composer, shown, Rect(x_mm, 15.0, ems * BODY.em_mm, 128.0))
    y_mm = 150.0
    for heading in HEADINGS:
        frame = composer.frame(heading, HEADING, Rect(20.0, y_mm, 74.0, 40.0))
        ops.append(Group(frame.ops, tag="H1"))
        y_mm += frame.used_height_mm + 2.0
    ops += framed(composer, READINGS, Rect(20.0, y_mm + 3.0, 25 * BODY.em_mm, 70.0))
    room = Rect(108.0, 150.0, 82.0, 120.0)
    ops += [*edges(room), Group(composer.vertical.frame(STANDING, COLUMNS, room).ops, tag="P")]
    return Page(A4, tuple(ops), bleed_mm=0.0)


def framed(composer: Composer, text: str, rect: Rect) -> Iterator[Operation]:
    """Yield paragraphs between two hairlines, so that the eye sees what is flush."""
    frame = composer.frame(text, BODY, rect)
    yield from edges(Rect(rect.x_mm, rect.y_mm, rect.width_mm, frame.used_height_mm))
    yield Group(frame.ops, tag="P")


def edges(rect: Rect) -> Iterator[Operation]:
    """Yield hairlines along the sides of a rectangle."""
    for x_mm in (rect.x_mm, rect.right_mm):
        yield Outline((("M", x_mm, rect.y_mm), ("L", x_mm, rect.bottom_mm)), stroke=Stroke(Ink("rule"), 0.05))


def main() -> None:
    """Read the arguments and write the file."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.torture_page", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    fonts = load_built_in_fonts()
    job = PrintJob(DocumentInfo("Torture"), load_palette(), fonts, NoPhotos())
    write_pdf([page(Composer(fonts))], parser.parse_args().output, job)


if __name__ == "__main__":
    main()
