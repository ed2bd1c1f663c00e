"""The install that is measured: a PostgreSQL as operators run it, its settings, and programmes to enrol in."""

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.http import HOST
from mentorhub.app import opened
from mentorhub.cli.programs import open_program
from mentorhub.foundation import schema
from mentorhub.foundation.config import Settings
from tests.support.postgres import (
    APP,
    OWNER,
    Cluster,
    running,
)


def open_line(settings: Settings, slug: str, *, seats: int) -> None:
    """A published programme whose cohort takes arrivals now, at 640 euros a seat."""
    with opened(settings):
        open_program(
            slug,
            seats=seats,
            price_minor=64000,
            currency="eur",
            owner_email="ines@example.org",
            owner_name="Ines Halvorsen",
        )


@contextmanager
def database() -> Iterator[tuple[Cluster, Settings]]:
    """A migrated PostgreSQL as an operator runs it: fsync and synchronous commit on."""
    with running(fsync=True) as cluster:
        cluster.create_database("rush")
        owner = settings_for(cluster.url(OWNER, "rush"))
        with opened(owner):
            schema.upgrade(owner)
        yield cluster, settings_for(cluster.url(APP, "rush"))


def settings_for(database_url: str) -> Settings:
    """As in production: https outside, so that cookies are marked Secure; nobody answers for mail and Stripe."""
    return Settings(
        database_url=database_url,
        secret_key="a secret key for the rush, of 32 bytes or more",
        base_url=f"https://{HOST}",
        mail_url="smtp://127.0.0.1:9",
        stripe_secret_key="sk_test_rush",
        stripe_webhook_secrets=("whsec_rush",),
        stripe_api_base="http://127.0.0.1:9",
    )
