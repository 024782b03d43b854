"""Counts faults in PDFs of `torture.py`, from the places of their characters and the texts alone.

    python -m tests.bench.torture_check TEXTS.json --em 14,16,18,40

Knows nothing of the composer: characters, their origins and their widths in the file are all it sees. Every
line is found again in the text it shows, so that a break is judged by what stands on both sides of it there.
`counted` (2025|年) is no fault of the standard; it is printed because readers stumble over it.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from tests.bench.torture import write

LEFT_PT, SIZE_PT, LEADING_PT = 40.0, 10.0, 17.0
FLUSH_PT = 0.3 / 25.4 * 72
LARGEST_EM = 1 / 3
TIGHTEST_EM = -0.13  # letters and kanji; marks may lose their empty half
ROUNDING_PT = 0.02
BAD_STARTS = frozenset(
    "！？‼⁇⁈⁉：；，．、。・〉》」』】〕〗〙）］｝｠〟’”～〜‐゠–ー゛゜々〻ヽヾゝゞ％‰℃℉°′″￠㎜㎝㎞㎡㎏㏄"
    "ァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿぁぃぅぇぉっゃゅょゎゕゖ),.!?:;]}%｣､｡･ｰ"
)
BAD_ENDS = frozenset("「『（［｛〈《【〔〖〘｟〝“‘([{｢￥¥＄$￡£€№〒")
MARKS = frozenset("、。，．・：；「『（［｛〈《【〔〖〘｟〝」』）］｝〉》】〕〗〙｠〟’”‘“！？‼⁇⁈⁉‐")
HALVES = MARKS - frozenset("・：；！？‼⁇⁈⁉")  # may end a line with half an em
_INSEPARABLE = re.compile(r"(…{2,}|‥{2,}|―{2,}|—{2,}|─{2,})")
_NUMBER = re.compile(r"[0-9０-９]+(?:[,.:/，．：／][0-9０-９]+)*")
_WORD = re.compile(r"[A-Za-z]+")
_UNIT = re.compile(
    r"[0-9０-９]\s?(?:[%％‰°℃℉㎜㎝㎞㎡㎏㏄]|(?:kg|km|mm|cm|kW|ha|dB|Hz|GB|MB|ml|mg|m|g|t|L)(?![A-Za-z]))"
)
_PREFIXED = re.compile(r"[￥¥＄$￡£€№]\s?[0-9０-９]")
_COUNTED = re.compile(r"[0-9０-９][年月日時分秒円人名社件回歳個万億千百]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9.-]+\.[a-z]{2,}/[!-~]*")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_SPACE = re.compile(r"\s")
_SOFT_HYPHEN = 2  # as which pdfium reports a hyphen at the end of a line


@dataclass(frozen=True)
class Char:
    """A character: where its origin is and how wide it is set in the font, in points."""

    text: str
    x_pt: float
    y_pt: float
    width_pt: float


@dataclass(frozen=True)
class Line:
    """Characters from left to right; blanks that leave no ink are among them."""

    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        """What it says, without blanks."""
        return _SPACE.sub("", "".join(char.text for char in self.chars))

    @property
    def inked(self) -> list[Char]:
        """The characters that leave ink."""
        return [char for char in self.chars if char.text.strip()]


class Source:
    """A text as it was given, and where in it no line may end (of the characters that are no blanks)."""

    def __init__(self, text: str, measure_em: float) -> None:
        self.text = text
        self.inked = [index for index, char in enumerate(text) if not char.isspace()]
        self.addresses = [match.span() for match in (*_ADDRESS.finditer(text), *_MAIL.finditer(text))]
        kinds = (
            ("word", _WORD),
            ("number", _NUMBER),
            ("inseparable", _INSEPARABLE),
            ("unit", _UNIT),
            ("unit", _PREFIXED),
            ("counted", _COUNTED),
        )
        self.held = [
            (kind, match.start(), match.end())
            for kind, pattern in kinds
            for match in pattern.finditer(text)
            if len(match.group()) < 1.4 * measure_em  # longer than a line, it must be cut
        ]

    def break_faults(self, count: int) -> Iterator[str]:
        """Yield what is wrong with a line that ends behind so many characters of ink."""
        end, start = self.inked[count - 1], self.inked[count]
        if any(first <= end and start < past for first, past in self.addresses):
            if self.text[end] not in "/.@":
                yield "address"
            return
        if self.text[start] in BAD_STARTS:
            yield "start"
        if self.text[end] in BAD_ENDS:
            yield "end"
        for kind, first, past in self.held:
            if first <= end and start < past:
                yield kind


def lines_of(document: pypdfium2.PdfDocument) -> list[Line]:
    """Return the lines of a file, top to bottom."""
    lines: list[Line] = []
    for page in document:
        rows: list[list[Char]] = []
        for char in _chars(page.get_textpage()):
            if rows and abs(rows[-1][0].y_pt - char.y_pt) < LEADING_PT / 2:
                rows[-1].append(char)
            else:
                rows.append([char])
        lines += [Line(tuple(row)) for row in rows]
    return [line for line in lines if line.text]


def _chars(text: pypdfium2.PdfTextPage) -> Iterator[Char]:
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsGenerated(text, index) == 1 or code in (0, 10, 13):
            continue
        x_pt, y_pt = (pdfium.c_double() for _ in range(2))
        pdfium.FPDFText_GetCharOrigin(text, index, x_pt, y_pt)
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        char = "-" if code == _SOFT_HYPHEN else chr(code)
        yield Char(char, x_pt.value, y_pt.value, box.right - x_pt.value)


def width_faults(line: Line, measure_em: float, *, last: bool) -> Iterator[str]:
    """Yield what is wrong with the width of a line and the space between its characters."""
    inked = line.inked
    end = inked[-1]
    right = max(char.x_pt + char.width_pt for char in inked[-2:]) - LEFT_PT
    ends = {right, right - SIZE_PT / 2} if end.text in HALVES else {right}
    off = min((found - measure_em * SIZE_PT for found in ends), key=abs)
    if abs(off) > FLUSH_PT and not (last and min(ends) < measure_em * SIZE_PT):
        yield "not flush"
    for before, after in pairwise(inked):
        gap = after.x_pt - before.x_pt - before.width_pt
        gap -= sum(x.width_pt for x in line.chars if before.x_pt < x.x_pt < after.x_pt and not x.text.strip())
        if gap > LARGEST_EM * SIZE_PT + ROUNDING_PT:
            yield "stretched"
        squeezable = before.text in MARKS or after.text in MARKS
        if gap < (-1.08 if squeezable else TIGHTEST_EM) * SIZE_PT and before.x_pt != after.x_pt:
            yield "crushed"


def faults_of(lines: Sequence[Line], source: Source, measure_em: float) -> Iterator[tuple[str, Line]]:
    """Yield the faults of the lines that show one text, each with its line."""
    count = 0
    for line in lines:
        count += len(line.text)
        last = count >= len(source.inked)
        faults = [*width_faults(line, measure_em, last=last)]
        if not last:
            faults += source.break_faults(count)
        yield from ((kind, line) for kind in faults)


def paragraphs_of(lines: Sequence[Line], texts: Sequence[str], measure_em: float) -> Iterator[
    tuple[list[Line], Source]
]:
    """Yield the lines of each text in order.

    Raises:
        ValueError: a line says what the text does not.
    """
    rest = list(lines)
    for text in texts:
        source = Source(text, measure_em)
        wanted = _SPACE.sub("", text)
        taken: list[Line] = []
        while wanted:
            if not rest or not wanted.startswith(rest[0].text):
                shown = rest[0].text if rest else ""
                raise ValueError(f"the file says {shown!r} where the text has {wanted[:60]!r}")
            taken.append(rest.pop(0))
            wanted = wanted[len(taken[-1].text) :]
        yield taken, source


def count(path: Path, measure_em: float, texts: Sequence[str], *, show: bool = False) -> Counter[str]:
    """Return how often each kind of fault occurs in a file of one measure, and how many lines there are."""
    found: Counter[str] = Counter()
    document = pypdfium2.PdfDocument(str(path))
    for lines, source in paragraphs_of(lines_of(document), texts, measure_em):
        found["lines"] += len(lines)
        for kind, line in faults_of(lines, source, measure_em):
            found[kind] += 1
            if show:
                print(f"{measure_em:g} em: {kind}: {line.text}")
    document.close()
    return found


def main() -> None:
    """Set the texts to every measure by itself and print the counts of all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.torture_check", description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--em", default="14,16,18,20,22,24,26,28,30,32,34,36,38,40")
    parser.add_argument("--show", action="store_true", help="print every line with a fault")
    arguments = parser.parse_args()
    texts = json.loads(arguments.texts.read_text(encoding="utf-8"))
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for measure in arguments.em.split(","):
            path = Path(folder) / f"{measure}.pdf"
            write(texts, [float(measure)], path)
            found += count(path, float(measure), texts, show=arguments.show)
    for kind, times in sorted(found.items()):
        print(f"{kind}: {times}")


if __name__ == "__main__":
    main()
