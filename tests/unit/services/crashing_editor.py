"""Edits a project until it is killed; run as a process by the tests of recovery.

    python crashing_editor.py DATA_FOLDER PROJECT STEPS [save_after]

Writes a line with the number of steps made after each one. At the end of STEPS it kills itself the hard way;
`save_after` names the step after which it saves.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.unit.services.small_project import edit, surroundings_in

from ofdesk.services.session import open_session


def main(data_folder: str, project: str, steps: str, save_after: str = "-1") -> None:
    session = open_session(Path(project), surroundings_in(Path(data_folder), seed="crashing"))
    for number in range(int(steps)):
        edit(session, number)
        sys.stdout.write(f"{session.steps}\n")
        sys.stdout.flush()
        if number == int(save_after):
            session.save()
    if os.name == "nt":
        os.kill(os.getpid(), signal.SIGTERM)  # TerminateProcess: nothing is cleaned up
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
