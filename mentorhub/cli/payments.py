"""`mentorhub reconcile`: what is stored here, compared with Stripe."""

import json

import click

from mentorhub.app import opened
from mentorhub.cli.messages import in_one_line
from mentorhub.enrolment.periodic import reconciliation
from mentorhub.foundation import revisions
from mentorhub.payments import periodic as payments
from mentorhub.payments.rules.failures import StripeUnavailable


@click.command()
@click.option(
    "--payments", "is_whole", is_flag=True, help="Ask about each payment, too: two calls for each."
)
@in_one_line
def reconcile(is_whole: bool) -> None:
    """Compare what is stored here with Stripe: 30 days of events, open checkouts, pending refunds; prints JSON.

    Each repair is listed on the page System status.
    """
    with opened():
        revisions.refuse_unmigrated()
        try:
            found = payments.catch_up_whole()
        except StripeUnavailable as error:
            raise click.ClickException("Stripe does not answer; nothing was changed") from error
        found |= reconciliation.reconcile(is_whole=is_whole)
    click.echo(json.dumps(found, indent=2))
