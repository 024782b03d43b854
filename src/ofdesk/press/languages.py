"""Which stretches of a text are in another language than the document: voices read them by other rules.

Owns the recognition, which is by script: phrases of Latin words in a Japanese document are English,
Japanese characters in an English one Japanese. Single Latin words (names, units, addresses of the web) stay
with the text around them, as a Japanese voice reads them.
Source: ISO 32000-1, 14.9.2 (natural language specification).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from ofdesk.drawing.display_list import GlyphRun

_WORD = r"[A-Za-z][A-Za-z'’-]+"
_ENGLISH = re.compile(rf"{_WORD}(?:[ ,.:;&/–-]+(?:{_WORD}|[A-Za-z0-9]+))*[ ]+{_WORD}")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff][\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]*")
_FOREIGN = {"ja": (_ENGLISH, "en"), "en": (_JAPANESE, "ja")}


def by_language(run: GlyphRun, document: str) -> Iterator[tuple[GlyphRun, str]]:
    """Yield a run, in pieces where its language changes, each with its language; "" for the document's.

    Args:
        run: glyphs as laid out.
        document: language of the document, such as "ja-JP".
    """
    known = _FOREIGN.get(document[:2])
    stretches = [match.span() for match in known[0].finditer(run.text)] if known else []
    if known is None or not stretches:
        yield run, ""
        return
    starts = list(accumulate(map(len, run.texts), initial=0))  # in characters, of each glyph
    languages = ["" for _ in run.glyphs]
    for first, end in stretches:
        for glyph in range(len(run.glyphs)):
            if first <= starts[glyph] < end or (not run.texts[glyph] and glyph and languages[glyph - 1]):
                languages[glyph] = known[1]
    begin = 0
    for glyph in range(1, len(languages) + 1):
        if glyph == len(languages) or languages[glyph] != languages[begin]:
            yield _part(run, begin, glyph), languages[begin]
            begin = glyph


def _part(run: GlyphRun, begin: int, end: int) -> GlyphRun:
    if (begin, end) == (0, len(run.glyphs)):
        return run
    return replace(
        run,
        glyphs=run.glyphs[begin:end],
        offsets_mm=run.offsets_mm[begin:end],
        texts=run.texts[begin:end],
        rise_mm=run.rise_mm[begin:end],
    )
