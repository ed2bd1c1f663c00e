"""Due work of money: refunds that wait to be sent. One bad item never stops the rest."""

import logging

from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM
from mentorhub.payments import queries
from mentorhub.payments.actions import refunds

log = logging.getLogger(__name__)
BATCH = 50


def send_refunds() -> int:
    """Send due refunds; returns how many are due still."""
    for refund_id in queries.due_refunds(viewer=SYSTEM, now=clock.now(), limit=BATCH):
        try:
            refunds.send_refund(refund_id)
        except Exception:
            log.exception("refund %s was not sent", refund_id)
    return len(queries.due_refunds(viewer=SYSTEM, now=clock.now(), limit=BATCH))
