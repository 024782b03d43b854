"""`ofdesk layer import|list|remove`: the user's own layers on the maps of a project."""

from __future__ import annotations

import argparse
import dataclasses
import secrets
import tempfile
from pathlib import Path

from ofdesk.cli.console import Console
from ofdesk.editing import commands
from ofdesk.editing.document import Document
from ofdesk.model.choices import LAYER_ROLE
from ofdesk.model.ids import new_record_id
from ofdesk.model.records import Layer
from ofdesk.services import projects
from ofdesk.services.layer_choice import layers_named
from ofdesk.services.words import Words


def add_arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Declare what the subcommand takes."""
    actions = parser.add_subparsers(dest="action", metavar=words("cli", "layer.action"), required=True)
    purpose = words("cli", "layer.import")
    importing = actions.add_parser("import", help=purpose, description=purpose)
    importing.add_argument("file", type=Path, help=words("cli", "file"))
    importing.add_argument("data", nargs="+", type=Path, help=words("cli", "layer.data"))
    importing.add_argument("--role", choices=LAYER_ROLE.codes, default="", help=words("cli", "layer.role"))
    importing.add_argument("--name", default="", help=words("cli", "layer.name"))
    importing.add_argument("--credit", default="", help=words("cli", "layer.credit"))
    importing.add_argument("--zone", type=int, metavar="1-19", help=words("cli", "layer.zone"))
    purpose = words("cli", "layer.list")
    listing = actions.add_parser("list", help=purpose, description=purpose)
    listing.add_argument("file", type=Path, help=words("cli", "file"))
    listing.add_argument("--json", action="store_true", help=words("cli", "json"))
    purpose = words("cli", "layer.remove")
    removing = actions.add_parser("remove", help=purpose, description=purpose)
    removing.add_argument("file", type=Path, help=words("cli", "file"))
    removing.add_argument("names", nargs="+", metavar="name", help=words("cli", "layer.names"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do what is asked.

    Raises:
        InputError, ReadError, DamagedFileError, WriteError: nothing was changed.
    """
    if arguments.action == "list":
        return _list(arguments, console)
    with (
        tempfile.TemporaryDirectory(prefix="ofdesk-layers-") as folder,
        projects.read_project(arguments.file, progress=console.progress) as project,
    ):
        # What is taken in waits here for the one save; the project's file is not touched before.
        open_project = dataclasses.replace(
            project, photos=dataclasses.replace(project.photos, folder=Path(folder))
        )
        change = _import if arguments.action == "import" else _remove
        change(arguments, console, open_project)
    return 0


def _import(arguments: argparse.Namespace, console: Console, project: projects.OpenProject) -> None:
    from ofdesk.services.layers import LayerImport, LayerWish  # brings the libraries that read map data

    importing = LayerImport(project.photos, lambda: new_record_id(secrets.token_bytes), console.words)
    wish = LayerWish(
        arguments.role,
        arguments.name,
        arguments.credit,
        arguments.zone,
        project.catalogue.project.owner,
    )
    found = [
        one for path in arguments.data for one in importing.run(path, wish, progress=console.progress)
    ]
    document = Document(project.catalogue)
    records = [one.record for one in found]
    document.execute(commands.add_records(project.catalogue, records, "command.import_layers"))
    changed = dataclasses.replace(project, catalogue=document.catalogue)
    projects.write_project(changed, arguments.file, progress=console.progress)
    for one in found:
        _tell(one.record, console, "layer.imported")
        for remark in one.remarks(console.words):
            console.line(f"  {remark}")


def _remove(arguments: argparse.Namespace, console: Console, project: projects.OpenProject) -> None:
    layers = [layer for name in arguments.names for layer in layers_named(project.catalogue, name)]
    document = Document(project.catalogue)
    document.execute(commands.remove_records(project.catalogue, dict.fromkeys(layer.id for layer in layers)))
    changed = dataclasses.replace(project, catalogue=document.catalogue)
    projects.write_project(changed, arguments.file, progress=console.progress)
    for layer in dict.fromkeys(layers):
        console.line(console.words("cli", "layer.removed", name=layer.name))


def _list(arguments: argparse.Namespace, console: Console) -> int:
    with projects.read_project(arguments.file, progress=console.progress) as project:
        layers = project.catalogue.all_of(Layer)
    if arguments.json:
        console.json({"layers": [_as_json(layer) for layer in layers]})
        return 0
    for layer in layers:
        _tell(layer, console, "layer.shown" if layer.shown else "layer.hidden")
    return 0


def _tell(layer: Layer, console: Console, code: str) -> None:
    role = console.words.choice(LAYER_ROLE.name, layer.role)
    console.line(console.words("cli", code, name=layer.name, role=role, credit=layer.credit or "-"))


def _as_json(layer: Layer) -> dict[str, object]:
    return {
        "id": layer.id,
        "name": layer.name,
        "role": layer.role,
        "shown": layer.shown,
        "credit": layer.credit,
        "media": layer.media,
        "kept": bool(layer.sha256),
        "file": layer.file_name,
        "extent": [layer.west_deg, layer.south_deg, layer.east_deg, layer.north_deg],
    }
