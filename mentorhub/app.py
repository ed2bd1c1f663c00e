"""create_app: the list of packages, extensions and filled slots, on one page."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Flask

from mentorhub.accounts import panels as accounts_panels
from mentorhub.accounts.emails import kinds as accounts_kinds
from mentorhub.accounts.queries import closing as accounts_closing
from mentorhub.accounts.queries.messages import mail_preferences
from mentorhub.accounts.security import users
from mentorhub.accounts.views.blueprint import blueprint as accounts
from mentorhub.enrolment import api as enrolment_api
from mentorhub.enrolment import panels as enrolment_panels
from mentorhub.enrolment.emails import places as enrolment_kinds
from mentorhub.enrolment.queries import account_closing as enrolment_account_closing
from mentorhub.enrolment.views.blueprint import blueprint as enrolment
from mentorhub.folders import folder
from mentorhub.foundation import jobs, signatures
from mentorhub.foundation.config import EXTENSION, Settings, settings_from
from mentorhub.foundation.database.engines import engine_options, prepare_engine
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import asking_for_nobody
from mentorhub.mail import kinds, preferences
from mentorhub.operations.views.blueprint import blueprint as operations
from mentorhub.payments import emails as payments_emails
from mentorhub.payments import panels as payments_panels
from mentorhub.payments import periodic as payments_periodic
from mentorhub.payments.views.blueprint import blueprint as payments
from mentorhub.programs import api as programs_api
from mentorhub.programs import emails as programs_emails
from mentorhub.programs import panels as programs_panels
from mentorhub.programs.queries import inquiries as programs_inquiries
from mentorhub.programs.queries import openings as programs_openings
from mentorhub.programs.queries import setup
from mentorhub.programs.views.blueprint import blueprint as programs
from mentorhub.reviews import emails as reviews_emails
from mentorhub.reviews import panels as reviews_panels
from mentorhub.reviews.queries import account_closing as reviews_account_closing
from mentorhub.reviews.queries.check_ins import check_in_due
from mentorhub.reviews.views.blueprint import blueprint as reviews
from mentorhub.web import (
    addresses,
    assets,
    browsers,
    compression,
    csrf,
    error_summary,
    errors,
    filters,
    footers,
    health,
    hosts,
    language,
    limits,
    page_cache,
    proxies,
    request_bodies,
    security_headers,
    security_log,
    server,
    sessions,
    shared_limits,
    slots,
    templating,
    themes,
    well_known,
)
from mentorhub.web.api import pages as api_pages
from mentorhub.web.asgi_bridge import Bridge
from mentorhub.workspace import emails as workspace_emails
from mentorhub.workspace import panels as workspace_panels
from mentorhub.workspace.api.blueprint import blueprint as workspace_api
from mentorhub.workspace.queries import account_closing as workspace_account_closing
from mentorhub.workspace.queries import mornings
from mentorhub.workspace.views.blueprint import blueprint as workspace

GARBAGE_AFTER = 20_000  # objects: a request makes several hundred, and hardly any is in a cycle
EXTENSIONS = (
    addresses,
    sessions,
    slots,
    csrf,
    templating,
    language,
    filters,
    error_summary,
    themes,
    errors,
    health,
    compression,
    footers,
    well_known,
    api_pages,
)
PACKAGES: Sequence[Blueprint] = (
    programs,
    programs_api.blueprint,
    accounts,
    payments,
    enrolment,
    enrolment_api.blueprint,
    workspace,
    workspace_api,
    reviews,
    operations,
)
SLOTS: dict[str, Sequence[slots.Panel]] = {
    "navigation": (reviews_panels.navigation,),
    "enrolling": (enrolment_panels.enrolling,),
    "enrolled": (enrolment_panels.enrolled,),
    "payments": (payments_panels.connection,),
    "today": (reviews_panels.today,),
    "export": (
        accounts_panels.export,
        programs_panels.export,
        enrolment_panels.export,
        workspace_panels.export,
        reviews_panels.export,
    ),
    "closing_account": (
        enrolment_panels.closing_account,
        payments_panels.closing_account,
        workspace_panels.closing_account,
        reviews_panels.closing_account,
    ),
    "calendar": (),
    "setup": (payments_panels.setup_step, enrolment_panels.setup_step),
}
# Every kind of mail, by name, in the order in which people see them listed.
MAIL_KINDS = kinds.collected(
    *(accounts_kinds.KINDS, programs_emails.KINDS, payments_emails.KINDS),
    *(enrolment_kinds.KINDS, workspace_emails.KINDS, reviews_emails.KINDS),
)
# A closed account is erased once none of these holds anything of its person any more.
DATA_HOLDERS = (
    programs_inquiries.holds_data,
    programs_openings.holds_data,
    enrolment_account_closing.holds_data,
    workspace_account_closing.holds_data,
    reviews_account_closing.holds_data,
)
# Nobody closes their account while one of these says that somebody counts on them.
CLOSURE_BLOCKERS = (enrolment_account_closing.blocks_closure,)
# What is looked up at Stripe before something is published.
PUBLICATION_CHECKS = (payments_periodic.read_account,)


def create_app(settings: Settings | None = None) -> Flask:
    """The application; settings are the environment's unless given. Raises `SettingsError` for a wrong one."""
    settings = settings or settings_from(os.environ)
    app = Flask("mentorhub", template_folder=str(folder("templates")))
    _configure(app, settings)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    hosts.init_app(app, settings)  # before all else that reads a request
    request_bodies.init_app(app)
    for extension in EXTENSIONS:
        extension.init_app(app)
    security_headers.init_app(app, settings)
    browsers.init_app(app, settings)
    security_log.init_app(app, settings)
    limits.init_app(app, settings)
    shared_limits.init_app(app, settings)
    page_cache.init_app(app, settings)
    users.init_app(app)
    _give_to_lower_packages(app)
    app.extensions[EXTENSION + "jobs"] = jobs.Jobs(app, jobs.huey_for(settings))
    for blueprint in PACKAGES:
        app.register_blueprint(blueprint)
    for slot, filling in SLOTS.items():
        slots.fill(app, slot, filling)
    app.wsgi_app = _asked_by_nobody(app.wsgi_app)  # type: ignore[method-assign]
    assets.init_app(app, settings)
    proxies.init_app(app, settings)
    return app


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Flask]:
    """The application with its context pushed; its connections are closed afterwards. Raises as `create_app`."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def create_served_app() -> Flask:
    """The app for a server's process: what stays loaded is not searched for garbage again and again."""
    app = create_app()
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_AFTER)
    return app


def create_asgi_app() -> Bridge:
    """The app as `mentorhub serve` has it answer: behind a server that waits for whole requests."""
    return Bridge(create_served_app().wsgi_app, threads=server.THREADS)


def _asked_by_nobody(answer: Callable[..., Any]) -> Callable[..., Any]:
    """A request sees no row of anybody's until it says for whom it asks."""

    def answered(environ: Any, start_response: Any) -> Any:
        with asking_for_nobody():
            return answer(environ, start_response)

    return answered


def _give_to_lower_packages(app: Flask) -> None:
    """What packages below read of those above them: they may not import them."""
    app.extensions[EXTENSION + kinds.EXTENSION] = MAIL_KINDS
    app.extensions[EXTENSION + preferences.EXTENSION] = mail_preferences
    app.extensions[EXTENSION + accounts_closing.DATA_HOLDERS] = DATA_HOLDERS
    app.extensions[EXTENSION + accounts_closing.CLOSURE_BLOCKERS] = CLOSURE_BLOCKERS
    app.extensions[EXTENSION + setup.PUBLICATION_CHECKS] = PUBLICATION_CHECKS
    app.extensions[EXTENSION + mornings.CHECK_IN] = check_in_due


def _configure(app: Flask, settings: Settings) -> None:
    signatures.sign_by_sha256()
    app.extensions[EXTENSION + "settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.old_secret_keys),
        DEBUG=False,  # whatever FLASK_DEBUG says: errors are pages
        TESTING=settings.testing,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=512 * 1024,
        MAX_FORM_PARTS=1000,
        SESSION_COOKIE_NAME=settings.cookie("mentorhub"),
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PREFERRED_URL_SCHEME="https" if settings.is_secure else "http",
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
