"""What the editor remembers of its user between runs: language, theme, recent files, window places."""

from __future__ import annotations

import datetime
import getpass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from ofdesk.geocoding.online_hits import OnlineService
from ofdesk.services.editions import BOOKLET_EDITIONS, PRINT
from ofdesk.services.words import LANGUAGES

MAX_RECENT = 10


class Preferences:
    """Settings in a file of their own; a value that cannot be read counts as not set."""

    def __init__(self, path: Path) -> None:
        """Take the path of the settings file (made when first written)."""
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def _text(self, key: str) -> str:
        value = self._settings.value(key, "")
        return value if isinstance(value, str) else ""

    @property
    def language(self) -> str:
        """Language of the interface; Japanese unless chosen otherwise."""
        found = self._text("interface/language")
        return found if found in LANGUAGES else "ja"

    @language.setter
    def language(self, value: str) -> None:
        self._settings.setValue("interface/language", value)

    @property
    def theme(self) -> str:
        """Name of the theme, or "system"."""
        return self._text("interface/theme") or "system"

    @theme.setter
    def theme(self, value: str) -> None:
        self._settings.setValue("interface/theme", value)

    @property
    def list_on_top(self) -> bool:
        """Whether the list stands over the form instead of beside it."""
        return self._text("interface/list_on_top") == "yes"

    @list_on_top.setter
    def list_on_top(self, value: bool) -> None:
        self._settings.setValue("interface/list_on_top", "yes" if value else "no")

    @property
    def edition(self) -> str:
        """The edition chosen last for an export; that for print unless another one was."""
        found = self._text("export/edition")
        return found if found in BOOKLET_EDITIONS else PRINT

    @edition.setter
    def edition(self, value: str) -> None:
        self._settings.setValue("export/edition", value)

    @property
    def user_name(self) -> str:
        """Who confirms places, as the user wrote it last."""
        return self._text("user/name")

    @user_name.setter
    def user_name(self, value: str) -> None:
        self._settings.setValue("user/name", value)

    @property
    def online_service(self) -> OnlineService | None:
        """The online service that may be asked: none, unless one was chosen and agreed to on a known day."""
        try:
            datetime.date.fromisoformat(self._text("online/consented_on"))
            return OnlineService(self._text("online/service"))
        except ValueError:
            return None

    def allow_online_service(self, service: OnlineService, agreed_on: datetime.date) -> None:
        """Remember which service may be asked and when that was agreed to."""
        self._settings.setValue("online/service", service.value)
        self._settings.setValue("online/consented_on", agreed_on.isoformat())

    def forbid_online_services(self) -> None:
        """Let no service be asked any more."""
        self._settings.setValue("online/service", "off")
        self._settings.setValue("online/consented_on", "")

    @property
    def recent_files(self) -> tuple[Path, ...]:
        """Files opened or saved last, the newest first; some may be gone."""
        lines = self._text("files/recent").split("\n")
        return tuple(Path(line) for line in lines if line)[:MAX_RECENT]

    def note_recent(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        others = [known for known in self.recent_files if known != path]
        self._settings.setValue("files/recent", "\n".join(map(str, [path, *others][:MAX_RECENT])))

    def forget_recent(self, path: Path) -> None:
        """Take a file off the recent ones."""
        self._settings.setValue("files/recent", "\n".join(str(p) for p in self.recent_files if p != path))

    def folder(self, purpose: str) -> Path:
        """Return the folder used last for a purpose ("project", "export", "photo"), or the home folder."""
        found = Path(self._text(f"folders/{purpose}") or Path.home())
        return found if found.is_dir() else Path.home()

    def note_folder(self, purpose: str, folder: Path) -> None:
        """Remember a folder for a purpose."""
        self._settings.setValue(f"folders/{purpose}", str(folder))

    def place(self, name: str) -> QByteArray:
        """Return a saved geometry or splitter state; empty when there is none."""
        value = self._settings.value(f"places/{name}", QByteArray())
        return value if isinstance(value, QByteArray) else QByteArray()

    def note_place(self, name: str, state: QByteArray) -> None:
        """Remember a geometry or splitter state."""
        self._settings.setValue(f"places/{name}", state)

    def write(self) -> None:
        """Write everything to disk now."""
        self._settings.sync()


def login_name() -> str:
    """Return the name the user is logged in by, which vouches for places until another one is set; or ""."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # what Python raises where nobody is logged in by name
        return ""
