"""One tree of errors that carry a code and details; the interface translates, the core never words.

Bad data is no error but a `Problem` (floor `model`). `Cancelled` stands outside the tree, so that
nothing that handles failures can swallow a wish of the user.
"""

from __future__ import annotations

from typing import TypeAlias

Detail: TypeAlias = str | int | float


class OfdeskError(Exception):
    """A failure the user can be told about in one sentence.

    Attributes:
        code: key of the sentence in `resources/translations`, such as "file.not_zip".
        details: values for the sentence's placeholders.
    """

    def __init__(self, code: str, **details: Detail) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        shown = ", ".join(f"{key}={value!r}" for key, value in self.details.items())
        return f"{self.code} ({shown})" if shown else self.code

    def __reduce__(self) -> tuple[object, tuple[type[OfdeskError], str, dict[str, Detail]]]:
        # Errors cross process borders; the default pickling would lose the keyword details.
        return _rebuild_error, (type(self), self.code, self.details)


def _rebuild_error(kind: type[OfdeskError], code: str, details: dict[str, Detail]) -> OfdeskError:
    return kind(code, **details)


class DamagedFileError(OfdeskError):
    """A file is damaged, hostile or not what its name says. Details name the member."""


class NewerFileError(OfdeskError):
    """A file was written by a newer version. Details: found, supported."""


class FileChangedError(OfdeskError):
    """The file on disk is no longer the one that was opened."""


class ReadError(OfdeskError):
    """A file cannot be read: missing, no right, device failure."""


class WriteError(OfdeskError):
    """A file cannot be written; what stood there before still stands there."""


class InputError(OfdeskError):
    """A value given by the user or a program cannot be taken as it is."""


class ResourceError(OfdeskError):
    """A file that belongs to the program itself is missing or broken."""


class ServiceError(OfdeskError):
    """An online service the user asked gave no usable answer; all else goes on as before."""


class Cancelled(Exception):  # noqa: N818 - a wish, not a failure
    """The user called the work off; raised by `CancelToken.check`."""
