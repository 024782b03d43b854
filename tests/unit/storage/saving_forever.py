"""Saves a project again and again until it is killed; tells on standard output what it believes to be saved.

Run by `test_kills.py`: `python saving_forever.py FILE PHOTO_FOLDER`.
"""

from __future__ import annotations

import dataclasses
import itertools
import sys
from pathlib import Path

from ofdesk.storage.atomic import digest_of
from ofdesk.storage.photo_store import PhotoStore
from ofdesk.storage.project_file import open_project
from ofdesk.storage.saving import ProjectSaver


def main(path: Path, photo_folder: Path) -> None:
    """Save catalogues whose title counts up."""
    catalogue = open_project(path).catalogue
    store = PhotoStore(photo_folder)
    saver = ProjectSaver()
    digest = digest_of(path)
    start = int(catalogue.project.title or 0)
    for number in itertools.count(start + 1):
        project = dataclasses.replace(catalogue.project, title=str(number))
        snapshot = dataclasses.replace(catalogue, project=project)
        digest = saver.save(path, snapshot, store, expected_digest=digest).digest
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
