"""Counts faults in PDFs of `torture.py`, from the places of their characters alone.

    python -m tests.bench.torture_check TEXTS.json --em 14,16,18,40

Knows nothing of the composer: characters, their origins and their widths in the file are all it sees.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from tests.bench.torture import write

LEFT_PT, SIZE_PT, LEADING_PT = 40.0, 10.0, 17.0
FLUSH_PT = 0.3 / 25.4 * 72
LARGEST_EM = 1 / 3
BAD_STARTS = frozenset(
    "！？：；，．、。・〉》」』】〕）］｝〟’”～〜ー゛゜々〻ヽヾゝゞ％℃"
    "ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖ),.!?:;]}%"
)
BAD_ENDS = frozenset("「『（［｛〈《【〔〝“‘([{￥〒")
HALVES = frozenset("、。，．・：；「『（［｛〈《【〔〝」』）］｝〉》】〕〟’”‘“")  # may be set half an em wide
INSEPARABLE = frozenset({"……", "――", "‥‥", "——"})
_NUMBER = re.compile(r"[0-9０-９][,.，．]?$")
_PART_OF_NUMBER = re.compile(r"[,.，．]?[0-9０-９]")
_WORD, _WORD_END, _WORD_START = (re.compile(p) for p in ("[A-Za-z]+", "[A-Za-z]+$", "[A-Za-z]+"))
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]*$")


@dataclass(frozen=True)
class Char:
    """A character: where its origin is and how wide it is set in the font, in points."""

    text: str
    x_pt: float
    y_pt: float
    width_pt: float


@dataclass(frozen=True)
class Line:
    """Characters from left to right, and whether the next line belongs to the same paragraph."""

    chars: tuple[Char, ...]
    goes_on: bool

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(char.text for char in self.chars)

    @property
    def last(self) -> Char:
        """The last character that leaves ink."""
        return next(char for char in reversed(self.chars) if char.text.strip())


def lines_of(page: pypdfium2.PdfPage) -> list[Line]:
    """Return the lines of a page; paragraphs are parted by an empty line."""
    rows: list[list[Char]] = []
    for char in sorted(_chars(page.get_textpage()), key=lambda char: (-char.y_pt, char.x_pt)):
        if rows and rows[-1][0].y_pt - char.y_pt < LEADING_PT / 2:
            rows[-1].append(char)
        else:
            rows.append([char])
    below = [row[0].y_pt for row in rows[1:]]
    parted = [row[0].y_pt - y_pt > 1.5 * LEADING_PT for row, y_pt in zip(rows, below, strict=False)]
    return [
        Line(tuple(sorted(row, key=lambda char: char.x_pt)), not last)
        for row, last in zip(rows, [*parted, True], strict=True)
    ]


def _chars(text: pypdfium2.PdfTextPage) -> Iterator[Char]:
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsGenerated(text, index) == 1 or code in (0, 10, 13):
            continue
        x_pt, y_pt = (pdfium.c_double() for _ in range(2))
        pdfium.FPDFText_GetCharOrigin(text, index, x_pt, y_pt)
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        yield Char(chr(code), x_pt.value, y_pt.value, box.right - x_pt.value)


def faults_of(
    line: Line, following: Line | None, measure_em: float, words: frozenset[str]
) -> Iterator[str]:
    """Yield the kinds of faults of a line that goes on in the next."""
    if not line.goes_on or following is None:
        return
    end, start = line.text[-1], following.text[0]
    inside_address = _ADDRESS.search(line.text) is not None and start.isascii()
    if inside_address:
        if end not in "/.":
            yield "address"
    else:
        yield from _break_faults(line.text, following.text, words)
        if start in BAD_STARTS:
            yield "start"
        if end in BAD_ENDS:
            yield "end"
    yield from _width_faults(line, measure_em)


def _break_faults(before: str, after: str, words: frozenset[str]) -> Iterator[str]:
    end, start = before[-1], after[0]
    if end + start in INSEPARABLE:
        yield "inseparable"
    if _NUMBER.search(before) and _PART_OF_NUMBER.match(after):
        yield "number"
    word = _WORD_END.search(before), _WORD_START.match(after)
    if all(word) and "".join(part[0] for part in word if part) in words:
        yield "word"


def _width_faults(line: Line, measure_em: float) -> Iterator[str]:
    last = line.last
    right = last.x_pt + last.width_pt - LEFT_PT
    ends = {right}
    if last.text in HALVES:
        ends |= {right - SIZE_PT / 2, right - SIZE_PT / 4}
    if min(abs(found - measure_em * SIZE_PT) for found in ends) > FLUSH_PT:
        yield "not flush"
    gaps = [after.x_pt - before.x_pt - before.width_pt for before, after in pairwise(line.chars)]
    both = pairwise(line.chars)
    for gap, (before, after) in zip(gaps, both, strict=True):
        # Between Latin and Japanese a quarter of an em stands anyway; blanks are no stretch.
        pair = before.text + after.text
        plain = not any(char.isascii() or char in "“”‘’" for char in pair) and not pair.count("\u3000")
        if plain and gap > LARGEST_EM * SIZE_PT + 0.01:
            yield "stretched"


def count(path: Path, measure_em: float, words: frozenset[str]) -> Counter[str]:
    """Return how often each kind of fault occurs in a file of one measure, and how many lines there are.

    Words longer than a line may be divided: they are not among the words.
    """
    found: Counter[str] = Counter()
    document = pypdfium2.PdfDocument(str(path))
    for page in document:
        lines = lines_of(page)
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            found["lines"] += 1
            for kind in faults_of(line, following, measure_em, words):
                found[kind] += 1
    document.close()
    return found


def main() -> None:
    """Set the texts to every measure by itself and print the counts of all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.torture_check", description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--em", default="14,16,18,20,22,24,26,28,30,32,34,36,38,40")
    arguments = parser.parse_args()
    texts = json.loads(arguments.texts.read_text(encoding="utf-8"))
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for measure in arguments.em.split(","):
            path = Path(folder) / f"{measure}.pdf"
            write(texts, [float(measure)], path)
            words = (word for text in texts for word in _WORD.findall(text))
            short = frozenset(word for word in words if len(word) < float(measure))
            found += count(path, float(measure), short)
    for kind, times in sorted(found.items()):
        print(f"{kind}: {times}")


if __name__ == "__main__":
    main()
