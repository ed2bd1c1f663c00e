"""Golden files: every kind of mail as it was last checked."""

from pathlib import Path

from mentorhub.foundation import clock
from mentorhub.operations import emails

MAILS = Path(__file__).parent / "mails"


def golden(kind: str) -> dict[Path, str]:
    """The two files of a kind and what they should hold; inside an app's context. Written on a day of the samples."""
    with clock.moved(emails.AT - clock.now()):
        subject, text, html = emails.written(kind)
    return {
        MAILS / f"{kind}.txt": f"Subject: {subject}\n\n{text.strip()}\n",
        MAILS / f"{kind}.html": html.strip() + "\n",
    }
