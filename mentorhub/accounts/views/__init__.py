"""Pages of accounts: signing up, in (again, by a second factor) and out; one's own settings; a practice's members."""

from mentorhub.accounts.views import (
    addresses,
    blueprint,
    closing,
    data,
    devices,
    factors,
    fresh,
    invitations,
    links,
    members,
    messages,
    passkeys,
    passwords,
    payments,
    photos,
    practices,
    profiles,
    second_step,
    sign_in,
    sign_up,
)
