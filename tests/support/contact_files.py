"""Files of invented contacts, as address books write them, and how they are read."""

from pathlib import Path
from typing import Any

from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.importers.records import File

FOLDER = Path(__file__).parents[1] / "workspace" / "importers" / "files"
NAMES = sorted(path.name for path in FOLDER.iterdir())


def contact_file(name: str) -> bytes:
    """The bytes of one of the files."""
    return (FOLDER / name).read_bytes()


def read(name: str, **chosen: Any) -> File:
    """One of the files, read as its owner chose."""
    return read_file(contact_file(name), **chosen)
