"""What an export came to, for the editor and the command line to tell."""

from __future__ import annotations

from dataclasses import dataclass

from ofdesk.model.problems import Problem


@dataclass(frozen=True, slots=True)
class OutputWarning:
    """Something a reader of the file might miss.

    Attributes:
        code: key of the sentence in the section "warnings", such as "pdf.glyph_missing".
        page_number: as printed; None when the whole file is concerned.
        text: what it is about: characters, an anchor's name, an address.
    """

    code: str
    page_number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class OutputReport:
    """A written file.

    Attributes:
        pages: how many it has; 0 for a file of places.
        warnings: what is doubtful about the file.
        problems: texts that found no room on their pages.
        places: how many a file of places holds.
    """

    pages: int
    size_bytes: int
    warnings: tuple[OutputWarning, ...] = ()
    problems: tuple[Problem, ...] = ()
    places: int = 0
