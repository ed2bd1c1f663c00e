"""Parameters of v2: connected accounts, account links, event destinations, thin events."""

from mentorhub.stripe_sandbox import including
from mentorhub.stripe_sandbox.accepted.shared import Fields
from mentorhub.stripe_sandbox.params import (
    EMAIL,
    WEB_ADDRESS,
    Flag,
    Group,
    Many,
    Pairs,
    Text,
    Whole,
)

CONFIGURATIONS = ("customer", "merchant", "recipient")
THIN_NAMES = """
    v2.core.account.closed v2.core.account.created v2.core.account.updated
    v2.core.account[configuration.merchant].capability_status_updated
    v2.core.account[requirements].updated v2.core.account_link.returned
    v2.core.event_destination.ping
"""
THIN_TYPES = tuple(THIN_NAMES.split())
PAGE: Fields = {"limit": Whole(least=1, most=100)}
INCLUDE: Fields = {"include": Many(of=Text(choices=including.ACCOUNT))}

DEFAULTS = Group(
    fields={
        "currency": Text(length_max=3),
        "profile": Group(
            fields={
                "business_url": Text(form=WEB_ADDRESS),
                "doing_business_as": Text(length_max=100),
                "product_description": Text(length_max=500),
            }
        ),
        "responsibilities": Group(
            fields={
                "fees_collector": Text(is_required=True, choices=("stripe",)),
                "losses_collector": Text(is_required=True, choices=("stripe",)),
            }
        ),
    }
)


def _account(*, is_new: bool) -> Fields:
    """What an account can be made with, and changed to; only cards can be asked for."""
    cards = Group(fields={"requested": Flag(is_required=is_new)})
    merchant = Group(fields={"capabilities": Group(fields={"card_payments": cards})})
    return {
        **INCLUDE,
        "configuration": Group(fields={"merchant": merchant}),
        "contact_email": Text(form=EMAIL, length_max=800),
        "contact_phone": Text(length_max=40),
        "dashboard": Text(choices=("full",)),
        "defaults": DEFAULTS,
        "display_name": Text(length_max=200),
        "identity": Group(fields={"country": Text(length_max=2)}),
        "metadata": Pairs(),
    }


ACCOUNT_CREATE = _account(is_new=True)
ACCOUNT_UPDATE = _account(is_new=False)
ACCOUNT_RETRIEVE = INCLUDE
ACCOUNT_LIST: Fields = {
    **PAGE,
    "applied_configurations": Many(of=Text(choices=CONFIGURATIONS)),
    "closed": Flag(),
}
ACCOUNT_CLOSE: Fields = {"applied_configurations": Many(of=Text(choices=CONFIGURATIONS))}

FLOW = Group(
    fields={
        "collection_options": Group(
            fields={
                "fields": Text(choices=("currently_due", "eventually_due")),
                "future_requirements": Text(choices=("include", "omit")),
            }
        ),
        "refresh_url": Text(is_required=True, form=WEB_ADDRESS),
        "return_url": Text(form=WEB_ADDRESS),
    }
)
LINK_CREATE: Fields = {
    "account": Text(is_required=True),
    "use_case": Group(
        is_required=True,
        fields={
            "account_onboarding": FLOW,
            "account_update": FLOW,
            "type": Text(is_required=True, choices=("account_onboarding", "account_update")),
        },
    ),
}

INCLUDE_URL: Fields = {"include": Many(of=Text(choices=including.DESTINATION))}
ADDRESS_OF_HOOK = Group(fields={"url": Text(is_required=True, form=WEB_ADDRESS)})
THIN_EVENTS = Many(of=Text(choices=THIN_TYPES), is_required=True)
DESTINATION_UPDATE: Fields = {
    **INCLUDE_URL,
    "description": Text(),
    "enabled_events": Many(of=Text(choices=THIN_TYPES)),
    "metadata": Pairs(),
    "name": Text(length_max=100),
    "webhook_endpoint": ADDRESS_OF_HOOK,
}
DESTINATION_CREATE: Fields = {
    **DESTINATION_UPDATE,
    "enabled_events": THIN_EVENTS,
    "event_payload": Text(is_required=True, choices=("thin",)),
    "events_from": Many(of=Text(choices=("@accounts", "@self"))),
    "include": Many(of=Text(choices=including.NEW_DESTINATION)),
    "name": Text(is_required=True, length_max=100),
    "type": Text(is_required=True, choices=("webhook_endpoint",)),
}
DESTINATION_LIST: Fields = {**PAGE, **INCLUDE_URL}
DESTINATION_RETRIEVE = INCLUDE_URL

EVENT_LIST: Fields = {
    **PAGE,
    "created": Group(fields={name: Text() for name in ("gt", "gte", "lt", "lte")}),
    "object_id": Text(),
    "types": Many(of=Text(), most=20),
}
