"""Build hook of the wheel: carries resources/ as ofdesk/resources, fonts included.

Owns what goes into a wheel beside the code; refuses to make a wheel without the fonts, since such a
program could not print. An editable installation carries nothing: it reads the checkout itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Pictures for README.md, of no use to the installed program.
LEFT_OUT = frozenset({"readme"})
FACES = tuple(
    f"NotoSans{region}-{weight}.ttf" for region in ("JP", "TC", "SC", "KR") for weight in ("Regular", "Bold")
)


class ResourcesHook(BuildHookInterface[Any]):
    """Adds the folder of resources to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files to include; hatchling calls this before it builds.

        Raises:
            FileNotFoundError: the fonts have not been built.
        """
        if version == "editable":
            return
        resources = Path(self.root, "resources")
        missing = [name for name in FACES if not (resources / "fonts" / name).is_file()]
        if missing:
            raise FileNotFoundError(
                f"resources/fonts lacks {', '.join(missing)}: run packaging/data/build_fonts.py first"
            )
        for path in sorted(resources.iterdir()):
            if path.name not in LEFT_OUT:
                build_data["force_include"][str(path)] = f"ofdesk/resources/{path.name}"
