"""Reading a person's mail: the newest message of a kind, and the links in it."""

import re
import time

from flask import Flask
from sqlalchemy import select

from mentorhub.foundation.database.tables import db
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render


def link_in_mail(app: Flask, address: str, pattern: str, *, within_seconds: float = 10) -> str:
    """The first link like `pattern` in the newest mail to `address` that has one; waits for it."""
    until = time.monotonic() + within_seconds
    while True:
        with app.app_context():
            mails = db.session.scalars(
                select(OutboxMail)
                .where(OutboxMail.to_address == address)
                .order_by(OutboxMail.id.desc())
            ).all()
            bodies = [render(mail)[0] for mail in mails]
        for body in bodies:
            found = re.search(rf"http\S*{pattern}\S*", body)
            if found:
                return found.group(0)
        assert time.monotonic() < until, f"no mail to {address} with a link like {pattern}"
        time.sleep(0.02)
