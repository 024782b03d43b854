"""One page, laid out with more and more characters in one of its texts, and with fewer where it gives way."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from ofdesk.booklet.engine import LayoutEngine, Source
from ofdesk.booklet.fit_text import ElasticText
from ofdesk.booklet.plan import PageSlot
from ofdesk.drawing.display_list import FieldBox, Page
from ofdesk.model.catalogue import Catalogue

MOST_COUNTED = 999
"""More room than this is not measured."""

Shown: TypeAlias = tuple[tuple[PageSlot, Source], ...]
_FIRST_TRIED = 16
_MOST_HINTS = 5


@dataclass(frozen=True, slots=True)
class FitPlace:
    """A page on which a field stands.

    Attributes:
        page: its number.
        pattern: name of the page pattern.
        frames: how many frames on it show the field.
        remaining: characters that may be added before any text of the page loses one, at most
            `MOST_COUNTED`, with all the steps of the theme's ladder; 0 when the field is too long.
        excess: characters of the field that are left out, as the problem "fit.overflow" counts them.
        pushed_out: characters of other texts that are left out for want of the room this field takes.
        tight_by: characters to take away so that the page stands as designed; 0 when it does, or when
            this field alone cannot bring that about.
    """

    page: int
    pattern: str
    frames: int
    remaining: int
    excess: int
    pushed_out: int = 0
    tight_by: int = 0

    @property
    def is_over(self) -> bool:
        """Whether a character is left out because of the field."""
        return bool(self.excess or self.pushed_out)


@dataclass(frozen=True, slots=True)
class Guess:
    """What is probably left on a page, and how many characters are too many for the page as designed."""

    left: int = 0
    tight_by: int = 0

    def after(self, typed: int) -> Guess:
        """Return the guess once the text is so many characters longer."""
        return Guess(self.left - typed, self.tight_by + typed if self.tight_by else 0)


Guesses: TypeAlias = dict[int, Guess | None]


class PageMeasure:
    """Measures one field on one page; one use each."""

    def __init__(
        self,
        engine: LayoutEngine,
        source: Source,
        slot: PageSlot,
        text: ElasticText,
        shown: Callable[[Catalogue], Shown],
    ) -> None:
        """Take what to measure.

        Args:
            engine: lays out pages.
            source: catalogue and plan as they are.
            slot: the page.
            text: the field.
            shown: tells which pages show, in a changed catalogue, what the page shows.
        """
        self._engine, self._source, self._slot, self._text, self._shown = engine, source, slot, text, shown
        self._key = (text.owner, text.field)
        self._last = engine.last_step(slot.pattern)
        self._others = 0
        self._sketched: tuple[int, tuple[Page, ...]] | None = None

    def sketch(self, guesses: Guesses) -> Generator[None, None, FitPlace | None]:
        """Return the place with as many characters left as are found to fit first; None where none do.

        Lays out one page if the guess is right. Whether a few more fit is left open; `steps` goes on from
        here.
        """
        for _ in range(_MOST_HINTS):
            guess = guesses.get(self._slot.number)
            if guess is None or not 0 < guess.left <= MOST_COUNTED:
                return None
            pages = self._guessed(guess.left)
            yield None
            tried = self._judged(pages, guess.left)
            if not self._frames(pages):
                return None
            if tried.held:
                return replace(self._place(pages, 0), remaining=guess.left, tight_by=max(0, guess.tight_by))
            less = guess.left - 1 if tried.greatest is None else tried.greatest
            guesses[self._slot.number] = replace(guess, left=min(less, guess.left - 1))
        return None

    def steps(self, guesses: Guesses) -> Iterator[FitPlace | None]:
        """Yield None for each page laid out, and the place when it is known, if the field stands here."""
        number, length = self._slot.number, self._text.length
        guess, low, high = guesses.get(number), 0, MOST_COUNTED + 1  # so many fit, so many do not
        if length and guess is None and number in guesses:
            return
        first = guess.left if guess is not None else None
        found: FitPlace | None = None
        if length and guess is not None and 0 < guess.left <= MOST_COUNTED:
            pages = self._guessed(guess.left)
            yield None
            tried = self._judged(pages, guess.left)
            if self._frames(pages) and tried.held:  # then nothing is lost without the filler
                found, low = self._place(pages, 0), guess.left
            else:
                high = guess.left
            if tried.greatest is not None:
                first = tried.greatest + tried.held
        if found is None:
            found = yield from self._as_it_is()
            if self._others:  # losses that are there anyway may be all that the guess brought
                high = MOST_COUNTED + 1
        if found is None:
            guesses[number] = None
        elif found.is_over:
            yield found
        else:
            known = replace(guess or Guess(), left=low)
            for left in _search(first, low, high, (0, MOST_COUNTED + 1), self._fits):
                known = guesses[number] = replace(known, left=left)
                yield None
            for tight_by in self._too_many(known.tight_by):
                known = guesses[number] = replace(known, tight_by=tight_by)
                yield None
            yield replace(found, remaining=known.left, tight_by=known.tight_by)

    def _guessed(self, left: int) -> tuple[Page, ...]:
        """Return the page with as many characters more as are thought to be left, laid out once."""
        if self._sketched is None or self._sketched[0] != left:
            self._sketched = left, self._pages(left, self._last)
        return self._sketched[1]

    def _as_it_is(self) -> Generator[None, None, FitPlace | None]:
        """Look at the page without filler, and see what the field pushes out."""
        pages = shown = self._pages(0, self._last)
        yield None
        if not self._text.length and not self._frames(pages):
            shown = self._pages(1, self._last)  # an empty field has no frame, but will have one
            yield None
        if not self._frames(shown):
            return None
        if self._lost(pages) == (0, 0):
            return self._place(shown, 0)
        excess, self._others = self._lost((self._engine.page(self._slot, self._source),))  # as it is told
        yield None
        pushed = 0
        if self._others and self._text.length:
            pushed = self._others - self._lost(self._laid_out(self._text.emptied(), self._last))[1]
            yield None
        return replace(self._place(shown, excess), pushed_out=max(0, pushed))

    def _too_many(self, guess: int) -> Iterator[int]:
        """Yield better and better guesses of how many characters are too many for the page as designed."""
        length = self._text.length
        if not self._last or self._others or not length:
            yield 0
            return
        # What may be kept is searched for: none of it (0), or not even that (-1), to all of it.
        nothing, too_much = -1, length + 1
        high = too_much
        if not guess:
            if self._stands_as_designed(length).held or not self._stands_as_designed(0).held:
                yield 0
                return
            high = length
        first = length - (guess or 1)
        for kept in _search(first, nothing, high, (nothing, too_much), self._stands_as_designed):
            yield min(length, length - kept) if kept != nothing else 0

    def _stands_as_designed(self, kept: int) -> _Tried:
        return _Tried(self._lost(self._pages(kept - self._text.length, 0)) == (0, 0))

    def _place(self, pages: tuple[Page, ...], excess: int) -> FitPlace:
        return FitPlace(self._slot.number, self._slot.pattern, self._frames(pages), 0, excess)

    def _pages(self, count: int, step: int) -> tuple[Page, ...]:
        if not count:
            return (self._engine.page_at(self._slot, self._source, step),)
        return self._laid_out(self._text.by(count), step)

    def _laid_out(self, catalogue: Catalogue, step: int) -> tuple[Page, ...]:
        return tuple(self._engine.trial_at(slot, source, step) for slot, source in self._shown(catalogue))

    def _frames(self, pages: tuple[Page, ...]) -> int:
        return sum(self._is_own(box) for page in pages for box in page.fields)

    def _is_own(self, box: FieldBox) -> bool:
        return (box.record, box.field) == self._key

    def _lost(self, pages: tuple[Page, ...]) -> tuple[int, int]:
        """Return how many characters of the field, and of all others, are left out."""
        boxes = [box for page in pages for box in page.fields if box.left_out_chars]
        own = sum(box.left_out_chars for box in boxes if self._is_own(box))
        return own, sum(box.left_out_chars for box in boxes) - own

    def _fits(self, count: int) -> _Tried:
        return self._judged(self._pages(count, self._last), count)

    def _judged(self, pages: tuple[Page, ...], count: int) -> _Tried:
        own, others = self._lost(pages)
        held = not own and others <= self._others
        ends = [box.last_line for page in pages for box in page.fields if self._is_own(box) and box.last_line]
        if not ends:
            return _Tried(held)
        # Whatever else stands on the page, room comes and goes by lines.
        if not held:
            return _Tried(held, count - (own or min(chars for chars, _ in ends)))
        return _Tried(held, count + round(min(more for _, more in ends) * self._text.per_em))


@dataclass(frozen=True, slots=True)
class _Tried:
    """Whether a number held, and which is thought to be the greatest that does."""

    held: bool
    greatest: int | None = None


def _search(
    first: int | None, low: int, high: int, bounds: tuple[int, int], holds: Callable[[int], _Tried]
) -> Iterator[int]:
    """Yield better and better guesses, at last the greatest number that holds.

    Args:
        first: a guess.
        low, high: the former is known to hold, the latter not to.
        bounds: what `low` and `high` are as long as nothing was tried.
        holds: tries a number; of all below one that holds it is taken for granted.
    """
    tried, step = (_FIRST_TRIED, _FIRST_TRIED) if first is None else (first, 1)
    bottom, top = bounds
    hints = _MOST_HINTS
    while high - low > 1:
        tried = min(max(tried, low + 1), high - 1)
        found = holds(tried)
        if found.held:
            low = tried
        else:
            high = tried
        hints -= 1
        if found.greatest is not None and hints > 0:
            tried = found.greatest + found.held
        else:
            # Away from the guess in growing steps until the answer lies between, then by halves.
            tried = low + step if high == top else high - step if low == bottom else (low + high) // 2
            step *= 2
        yield tried if high - low > 1 else low
