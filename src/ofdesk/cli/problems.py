"""Problems as the command line tells them."""

from __future__ import annotations

from typing import Any

from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem
from ofdesk.services.words import Words


def problem_as_line(problem: Problem, catalogue: Catalogue, words: Words) -> str:
    """Return a problem as a line for people."""
    kind, title = _kind_and_title(problem, catalogue)
    place = f"{words('kinds', kind)}「{title}」"
    field = words.field(kind, problem.field) if problem.field else ""
    severity = words("severities", problem.severity.name.lower())
    return " ".join(part for part in (f"[{severity}]", place, field, words.problem(problem)) if part)


def problem_as_json(problem: Problem, catalogue: Catalogue, words: Words) -> dict[str, Any]:
    """Return a problem in the stable shape of `--json`."""
    kind, title = _kind_and_title(problem, catalogue)
    return {
        "severity": problem.severity.name.lower(),
        "code": problem.code,
        "kind": kind,
        "record": problem.record_id or "",
        "title": title,
        "field": problem.field,
        "message": words.problem(problem),
    }


def _kind_and_title(problem: Problem, catalogue: Catalogue) -> tuple[str, str]:
    record = catalogue.get(problem.record_id)
    return (record.kind, record.title) if record else ("booklet", catalogue.booklet.title)
