"""Where the folders lie that stand beside the package in a checkout, and inside it once a wheel is installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """`templates` or `migrations`, wherever this code runs from; a wheel names them `_templates` and `_migrations`."""
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name
