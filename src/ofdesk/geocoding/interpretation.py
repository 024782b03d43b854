"""One way to read an address: the municipalities it may mean and what was found in each."""

from __future__ import annotations

from dataclasses import dataclass, field

from ofdesk.geocoding.gazetteer import Municipality, Prefecture
from ofdesk.geocoding.match import Level, Note
from ofdesk.geocoding.normalise import Folded
from ofdesk.geocoding.parser import Ending, FoundChome, FoundTown


@dataclass(slots=True)
class Candidate:
    """A municipality the address may mean, and the town found in it.

    Attributes:
        start: where the municipality's name starts in the folded text; `end` where it ends.
        undecided: whether other towns of the municipality bear the name of the one found.
        city: the designated city, when only that was written and this is one of its wards.
    """

    municipality: Municipality
    start: int
    end: int
    former: bool = False
    city: Municipality | None = None
    found: FoundTown | None = None
    chome: FoundChome | None = None
    undecided: bool = False

    @property
    def clean(self) -> bool:
        """Whether a town was found and nothing suggests that a longer name was meant."""
        return self.found is not None and self.found.ending is Ending.CLEAN

    @property
    def loose(self) -> bool:
        """Whether the town's name was found without regard to small spelling differences."""
        return self.found is not None and self.found.hit.loose

    @property
    def level(self) -> Level:
        """How deep the candidate fits."""
        if self.found is None:
            return Level.MUNICIPALITY
        return Level.CHOME if self.chome and self.chome.number else Level.TOWN

    @property
    def understood_end(self) -> int:
        """Where the understood part ends in the folded text."""
        if self.found is None:
            return self.end
        return self.chome.end if self.chome and self.chome.number else self.found.hit.end

    @property
    def rest_start(self) -> int:
        """Where the rest starts: behind the hyphen in 1-2-3."""
        return self.chome.next if self.chome and self.chome.number else self.understood_end


@dataclass(slots=True)
class Interpretation:
    """The text read from a place on.

    Attributes:
        start: where the address starts in the folded text, behind a postal code or other words.
        end: where the prefecture's name ends (equal to `start` without one).
        exact: whether names are known to be spelled as the gazetteer has them.
        chosen: the one candidate that remains, if one does.
        contradicting: places further on that the words before them exclude.
    """

    folded: Folded
    start: int
    postal_code: str = ""
    exact: bool = False
    prefecture: Prefecture | None = None
    end: int = 0
    candidates: list[Candidate] = field(default_factory=list)
    chosen: Candidate | None = None
    notes: list[Note] = field(default_factory=list)
    contradicting: list[Candidate] = field(default_factory=list)

    @property
    def level(self) -> Level:
        """How deep the address was understood."""
        if self.chosen:
            return self.chosen.level
        return Level.PREFECTURE if self.prefecture else Level.NONE

    def written(self, start: int, end: int) -> str:
        """Return the typed characters behind a stretch of the folded text."""
        folded = self.folded
        return folded.source[folded.source_end(start) : folded.source_end(end)].strip()
