"""How long ten thousand characters take to be composed: `python -m tests.bench.compose`.

Different paragraphs of 250 characters, 20 ems wide, none of them in the composer's caches; the faces and the
glyphs of common characters are known, as after the first page of a booklet.
"""

from __future__ import annotations

import random
import statistics
from functools import partial

from tests.bench.measuring import seconds
from tests.unit.typesetting.specimens import JAPANESE

from ofdesk.drawing.fonts import load_built_in_fonts
from ofdesk.typesetting.composer import Composer
from ofdesk.typesetting.style import TextStyle

CHARS, PARAGRAPH, RUNS = 10_000, 250, 9
STYLE = TextStyle()


def paragraphs(seed: int) -> list[str]:
    """Return paragraphs of sentences in another order each time."""
    chance = random.Random(seed)
    sentences = [f"{sentence}。" for text in JAPANESE for sentence in text.split("。") if sentence]
    found = []
    for _ in range(CHARS // PARAGRAPH):
        text = "".join(chance.choices(sentences, k=12))
        found.append(text[:PARAGRAPH])
    return found


def main() -> None:
    """Print the median and the extremes."""
    composer = Composer(load_built_in_fonts())

    def compose(texts: list[str]) -> None:
        for text in texts:
            composer.paragraph(text, STYLE, 20 * STYLE.em_mm)

    compose(paragraphs(0))
    times = [seconds(partial(compose, paragraphs(run))) for run in range(1, RUNS + 1)]
    print(f"{statistics.median(times):.3f} s median, {min(times):.3f} to {max(times):.3f} s")


if __name__ == "__main__":
    main()
