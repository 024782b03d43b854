"""Words for codes: the sentences the interface and the command line show.

Owns the tables in `resources/translations`; the core below knows codes only.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass

from ofdesk.base.errors import Detail, OfdeskError
from ofdesk.base.resources import resource_table
from ofdesk.model.problems import Problem

LANGUAGES = ("ja", "en")


@dataclass(frozen=True)
class Words:
    """The words of one language, by section and code."""

    language: str
    sections: Mapping[str, Mapping[str, str]]

    def __call__(self, section: str, code: str, /, **details: Detail) -> str:
        """Return a sentence with its placeholders filled; an unknown code is shown as it is."""
        template = self.sections.get(section, {}).get(code)
        return code if template is None else _Filler().vformat(template, (), details)

    def has(self, section: str, code: str) -> bool:
        """Tell whether there are words for a code."""
        return code in self.sections.get(section, {})

    def error(self, error: OfdeskError) -> str:
        """Return the sentence that tells of an error."""
        return self("errors", error.code, **error.details)

    def problem(self, problem: Problem) -> str:
        """Return the sentence that tells of a problem."""
        return self("checks", problem.code, **dict(problem.details))

    def field(self, kind: str, name: str) -> str:
        """Return the label of a field: its own, or the one all kinds share."""
        own = f"{kind}.{name}"
        return self("fields", own if self.has("fields", own) else f"any.{name}")

    def choice(self, set_name: str, code: str) -> str:
        """Return the word of a choice; codes that are words already (prefectures) stand for themselves."""
        own = f"{set_name}.{code}"
        return self("choices", own) if self.has("choices", own) else code


class _Filler(string.Formatter):
    """Fills only what is given: a translator's slip must never hide an error message."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), "{" + str(key) + "}")

    def get_field(self, field_name: str, args: object, kwargs: Mapping[str, object]) -> tuple[object, str]:
        # Plain names only: a placeholder never reaches into attributes of values.
        return self.get_value(field_name, args, kwargs), field_name


def load_words(language: str) -> Words:
    """Load the words of a language.

    Raises:
        KeyError: the language is not one of `LANGUAGES`.
        ResourceError: the table is missing.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    return Words(language, resource_table("translations", f"{language}.yaml"))
