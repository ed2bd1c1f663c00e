"""What the parameters of several endpoints have in common."""

from mentorhub.stripe_sandbox.objects.fields import ADDRESS as FIELDS_OF_ADDRESS
from mentorhub.stripe_sandbox.objects.fields import METHOD_TYPES
from mentorhub.stripe_sandbox.params import (
    EMAIL,
    Group,
    Kind,
    Many,
    Pairs,
    Span,
    Text,
    Whole,
)

Fields = dict[str, Kind]

USAGES = ("off_session", "on_session")
BIGGEST = 10**12 - 1  # 12 digits: IDR; `money.py` knows the rest

EXPAND: Fields = {"expand": Many(of=Text(), most=20)}
LIST: Fields = {
    **EXPAND,
    "ending_before": Text(),
    "limit": Whole(least=1, most=100),
    "starting_after": Text(),
}
LIST_BY_TIME: Fields = {**LIST, "created": Span()}
METHODS = Many(of=Text(choices=tuple(METHOD_TYPES.split())))
METADATA = Pairs()
CLEARABLE_METADATA = Pairs(is_clearable=True)
TRANSFER = Group(
    fields={"amount": Whole(least=0, most=BIGGEST), "destination": Text(is_required=True)}
)
ADDRESS = Group(
    is_clearable=True,
    fields={name: Text() for name in FIELDS_OF_ADDRESS.split()},
)

INTENT_DATA: Fields = {
    "application_fee_amount": Whole(least=0, most=BIGGEST),
    "capture_method": Text(choices=("automatic", "automatic_async")),
    "description": Text(length_max=1000),
    "metadata": METADATA,
    "on_behalf_of": Text(),
    "receipt_email": Text(form=EMAIL, length_max=800),
    "setup_future_usage": Text(choices=USAGES),
    "statement_descriptor": Text(length_max=22),
    "statement_descriptor_suffix": Text(length_max=22),
    "transfer_data": TRANSFER,
    "transfer_group": Text(),
}
