"""`ofdesk check FILE [--layout] [--json]`: what is wrong or doubtful in a project file."""

from __future__ import annotations

import argparse
from pathlib import Path

from ofdesk.cli.console import Console
from ofdesk.cli.problems import problem_as_json, problem_as_line
from ofdesk.model.problems import Severity
from ofdesk.services import projects
from ofdesk.services.words import Words


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""
    parser.add_argument("file", type=Path, help=words("cli", "file"))
    parser.add_argument("--layout", action="store_true", help=words("cli", "check.layout"))
    parser.add_argument("--json", action="store_true", help=words("cli", "json"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """List the problems; returns 1 when there is any error among them.

    Raises:
        ReadError, DamagedFileError, NewerFileError: the file cannot be read.
    """
    with projects.read_project(arguments.file, progress=console.progress) as project:
        catalogue = project.catalogue
        problems = projects.check(catalogue, project.photos)
    if arguments.layout:
        # Setting pages needs large libraries that an ordinary check should not wait for.
        from ofdesk.services.output import check_fit

        problems += check_fit(catalogue, progress=console.progress)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if arguments.json:
        console.json({"problems": [problem_as_json(one, catalogue, console.words) for one in problems]})
    else:
        for problem in problems:
            console.line(problem_as_line(problem, catalogue, console.words))
        warnings = sum(problem.severity is Severity.WARNING for problem in problems)
        console.line(console.words("cli", "check.summary", errors=errors, warnings=warnings))
    return 1 if errors else 0
