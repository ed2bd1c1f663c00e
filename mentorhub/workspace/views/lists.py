"""The list of people: searched, filtered, ordered; what an address asks for, and what stands above the list."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from flask import render_template, request, url_for
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.workspace.forms.filters import asked_of, query_of, which_of
from mentorhub.workspace.forms.searches import SOURCES, SaveSearchForm
from mentorhub.workspace.forms.tags import ManyTagsForm
from mentorhub.workspace.forms.words import STAGES, TIERS
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries import lists
from mentorhub.workspace.queries import tags as tags_queries
from mentorhub.workspace.queries.consent import last_access
from mentorhub.workspace.queries.doubles import open_pairs
from mentorhub.workspace.queries.filters import Reminders, Which
from mentorhub.workspace.queries.lists import Order
from mentorhub.workspace.queries.notebook import occasion_names
from mentorhub.workspace.queries.searches import saved_searches
from mentorhub.workspace.queries.tags import TagCount
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.views.blueprint import blueprint


class Chip(NamedTuple):
    """A filter that is on, in words, and the list without it."""

    icon: str
    words: str
    without: Which


@blueprint.get("/people")
@with_notebook
def list_people() -> Any:
    """Everybody, searched, filtered, in an order. What is unknown of it counts as not asked."""
    return people_page(which_of(request.args, tags=request.args.getlist("tag")))


def people_page(
    which: Which, *, form: ManyTagsForm | None = None, save_form: SaveSearchForm | None = None
) -> tuple[str, int]:
    """The list of these people; with a form that was refused, it holds what was typed."""
    every = tags_queries.tags(viewer=viewer())
    own = {tag.public_id for tag in every}
    known = replace(which, tags=tuple(dict.fromkeys(tag for tag in which.tags if tag in own)))
    asked = request.args
    order = Order(asked["order"]) if asked.get("order") in set(Order) else None
    page = lists.people(
        viewer=viewer(),
        now=clock.now(),
        order=order,
        page=asked.get("page", 1, type=int),
        **vars(known),
    )
    query = query_of(known)
    html = render_template(
        "workspace/list_people.html",
        page=page,
        which=known,
        order=order or (Order.BEST if known.has_words else Order.NEXT),
        address=_address(known, order),
        chips=list(chips(known, every)),
        address_of=lambda one: _address(one, order)(None),
        sources=SOURCES,
        stages=list(Stage),
        tiers=TIERS,
        every_tag=every,
        occasions=occasion_names(viewer=viewer()),
        saved=saved_searches(viewer=viewer()),
        query=query,
        is_tag_gone=len(known.tags) < len(set(which.tags)),
        many_form=form or ManyTagsForm(formdata=None, which=query),
        save_form=save_form or SaveSearchForm(formdata=None, which=query),
        last_access=last_access(viewer=viewer()),
        doubles=open_pairs(viewer=viewer()),
    )
    return html, 422 if form or save_form else 200


def chips(which: Which, every: Sequence[TagCount]) -> Iterator[Chip]:
    """The filters that are on, but for the words."""
    names = {tag.public_id: tag.name for tag in every}
    for tag in which.tags:
        if tag in names:
            left = tuple(one for one in which.tags if one != tag)
            yield Chip("tag", names[tag], replace(which, tags=left))
    if which.stage:
        yield Chip("circle-dot", str(STAGES[which.stage]), replace(which, stage=None))
    if which.reminders:
        words = {
            Reminders.DUE: _("Due"),
            Reminders.LATE: _("Long due"),
            Reminders.SNOOZED: _("Waiting for a day"),
            Reminders.MUTED: _("Muted"),
        }
        yield Chip("inbox", words[which.reminders], replace(which, reminders=None))
    if which.tier:
        yield Chip("calendar", str(TIERS[which.tier]), replace(which, tier=None))
    if which.occasion:
        met = _("Met: %(where)s", where=which.occasion)
        yield Chip("map-pin", met, replace(which, occasion=""))
    if which.organization:
        yield Chip("users", which.organization, replace(which, organization=""))


def _address(which: Which, order: Order | None) -> Any:
    """The list's address by the number of a page."""
    asked: dict[str, Any] = {**asked_of(which), "order": order.value if order else None}
    return lambda number: url_for("workspace.list_people", **asked, page=number)
