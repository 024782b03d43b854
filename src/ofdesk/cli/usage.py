"""Wrong usage in the user's language: the sentences of argparse, which come in English, said again."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from ofdesk.services.words import Words

EXIT_USAGE = 2
# Sentences of argparse in Python 3.11 to 3.13, by the code of what we say instead.
SENTENCES = (
    ("usage.required", re.compile(r"the following arguments are required: (?P<names>.+)")),
    ("usage.unknown", re.compile(r"unrecognized arguments: (?P<names>.+)")),
    (
        "usage.choice",
        re.compile(
            r"argument (?P<option>--\S+): invalid choice: '(?P<names>.*?)' \(choose from (?P<known>.+)\)"
        ),
    ),
    ("usage.no_command", re.compile(r"argument .+: invalid choice: '(?P<names>.+?)' \(choose from .+")),
    ("usage.no_value", re.compile(r"argument (?P<names>.+): expected .+")),
    ("usage.value", re.compile(r"argument (?P<names>.+?): (?P<reason>.+)")),
)


def parser_class(words: Words) -> type[argparse.ArgumentParser]:
    """Return a parser that tells of wrong usage in one sentence of these words."""

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            self.print_usage(sys.stderr)
            self.exit(EXIT_USAGE, _sentence(message, words) + "\n")

    return Parser


def _sentence(message: str, words: Words) -> str:
    for code, pattern in SENTENCES:
        found = pattern.fullmatch(message)
        if found:
            details = found.groupdict()
            if "known" in details:
                details["known"] = details["known"].replace("'", "")  # Python 3.11 and 3.12 quote them
            return words("cli", code, **details)
    return words("cli", "usage.other", reason=message)
