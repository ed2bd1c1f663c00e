"""Account links: an address of the onboarding page that works once, for some minutes."""

from typing import Any

from mentorhub.stripe_sandbox import account_states, thin_events
from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ParameterError
from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects import connect
from mentorhub.stripe_sandbox.params import missing_param
from mentorhub.stripe_sandbox.store import Doc

KIND = "account_link"  # stored around what the API shows, which has no id
LASTS_SECONDS = 5 * 60
KINDS_OF_USE = ("account_onboarding", "account_update")


def create(call: Call, params: dict[str, Any]) -> Doc:
    """POST /v2/core/account_links"""
    account = account_states.open_account(call, params["account"])
    use_case, kind = params["use_case"], params["use_case"]["type"]
    if kind not in use_case:
        raise missing_param(f"use_case[{kind}]")
    other = next(each for each in KINDS_OF_USE if each != kind)
    if other in use_case:
        raise ParameterError(
            f"`{other}` does not go with the type {kind}.", param=f"use_case[{other}]"
        )
    token = new_id("link")
    link = connect.account_link(
        account=account["id"],
        use_case=use_case,
        url=f"{call.base_url}/connect/{token}",
        now=call.now,
        lasts=LASTS_SECONDS,
    )
    private = {"expires_at": call.now + LASTS_SECONDS, "visited_by": None, "is_over": False}
    call.on("").save({"id": token, "object": KIND, "link": link, "_private": private})
    return link


def find(call: Call, token: str) -> Doc | None:
    """Return what is stored of the link with that token, or None."""
    return call.store.get(KIND, token, account="")


def visit(call: Call, stored: Doc) -> str | None:
    """Use the link up; return the address of the page it leads to, or None if it was used or has expired."""
    private = stored["_private"]
    if private["visited_by"] is not None or call.now >= private["expires_at"]:
        return None
    private["visited_by"] = new_id("link")
    call.on("").save(stored, parent=private["visited_by"])
    return f"/connect/setup/{private['visited_by']}"


def visited(call: Call, visitor: str) -> Doc | None:
    """Return the link that this visitor has opened and not yet left, or None."""
    found = call.store.children(KIND, visitor)
    return found[0] if found and not found[0]["_private"]["is_over"] else None


def leave(call: Call, stored: Doc) -> str | None:
    """The visitor goes back to the platform; return the address that leads there, if one was given."""
    stored["_private"]["is_over"] = True
    call.on("").save(stored)
    link = stored["link"]
    kind = link["use_case"]["type"]
    thin_events.emit(
        call,
        "v2.core.account_link.returned",
        data={"account_id": link["account"], "configurations": ["merchant"], "use_case": kind},
    )
    address: str | None = link["use_case"][kind]["return_url"]
    return address


def refresh_address(stored: Doc) -> str:
    """Return where a link that cannot be used leads to."""
    use_case = stored["link"]["use_case"]
    return str(use_case[use_case["type"]]["refresh_url"])
