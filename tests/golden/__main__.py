"""Write every golden file again: `python -m tests.golden`; read the diff before you commit it."""

import tempfile
from pathlib import Path

from mentorhub.app import create_app
from mentorhub.operations import emails
from tests.conftest import dispose, settings_for
from tests.golden.files import MAILS, golden


def main() -> None:
    """Replace what is there; a kind that is no more loses its files."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_for(f"sqlite:///{Path(folder) / 'unused.db'}"))
        with app.app_context():
            files = {path: text for kind in emails.CONTEXTS for path, text in golden(kind).items()}
        dispose(app)
    for path in MAILS.glob("*.*"):
        path.unlink()
    for path, text in files.items():
        path.write_text(text)
    print(f"{len(files)} files in {MAILS.name}/")


if __name__ == "__main__":
    main()
