"""`ofdesk check FILE [--json]`: what is wrong or doubtful in a project file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ofdesk.cli.console import Console
from ofdesk.model.catalogue import Catalogue
from ofdesk.model.problems import Problem, Severity
from ofdesk.services import projects
from ofdesk.services.words import Words


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("file", type=Path, help=words("cli", "file"))
    parser.add_argument("--json", action="store_true", help=words("cli", "json"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """List the problems; returns 1 when there is any error among them."""
    with projects.read_project(arguments.file) as project:
        catalogue = project.catalogue
    problems = projects.check(catalogue)
    if arguments.json:
        console.json({"problems": [_as_json(p, catalogue, console.words) for p in problems]})
    else:
        for problem in problems:
            console.line(_as_line(problem, catalogue, console.words))
        errors = sum(p.severity is Severity.ERROR for p in problems)
        console.line(console.words("cli", "check.summary", errors=errors, warnings=len(problems) - errors))
    return 1 if any(p.severity is Severity.ERROR for p in problems) else 0


def _kind_and_title(problem: Problem, catalogue: Catalogue) -> tuple[str, str]:
    record = catalogue.get(problem.record_id)
    return (record.kind, record.title) if record else ("booklet", catalogue.booklet.title)


def _as_line(problem: Problem, catalogue: Catalogue, words: Words) -> str:
    kind, title = _kind_and_title(problem, catalogue)
    place = f"{words('kinds', kind)}「{title}」"
    field = words.field(kind, problem.field) if problem.field else ""
    severity = words("severities", problem.severity.name.lower())
    return " ".join(part for part in (f"[{severity}]", place, field, words.problem(problem)) if part)


def _as_json(problem: Problem, catalogue: Catalogue, words: Words) -> dict[str, Any]:
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
