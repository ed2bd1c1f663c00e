"""Stripe's error objects: what they say, and whether they undo what the action did before them."""

import re
from typing import Any


class ApiError(Exception):
    """A refusal, answered as `{"error": {…}}`. What the action did before it stays.

    `kind` is Stripe's `type`; `details` are further keys of the error object (`decline_code`,
    `payment_intent` …). `should_retry` becomes the header `Stripe-Should-Retry`; None leaves it out.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        should_retry: bool | None = None,
        **details: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.kind = kind
        self.code = code
        self.param = param
        self.should_retry = should_retry
        self.details = details

    def body(self, *, request_id: str) -> dict[str, Any]:
        """Return the answer's JSON; keys that do not apply are left out, as Stripe does."""
        error: dict[str, Any] = {"message": self.message, "type": self.kind}
        if self.code is not None:
            error["code"] = self.code
            slug = self.code.replace("_", "-")
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{slug}"
        if self.param is not None:
            error["param"] = self.param
        error["request_log_url"] = f"https://dashboard.stripe.com/test/logs/{request_id}"
        return {"error": dict(sorted({**error, **self.details}.items()))}

    def body_v2(self) -> dict[str, Any]:
        """Return the JSON of an error of v2: a field is named by its path with dots, nothing has a page of its own."""
        error: dict[str, Any] = {"message": self.message, "type": self.kind}
        if self.code is not None:
            error["code"] = "not_found" if self.code == "resource_missing" else self.code
        if self.param is not None:
            path = re.sub(r"\[([^\[\]]*)\]", r".\1", self.param)
            error["param"] = path
            error["message"] = self.message.replace(self.param, path)
        return {"error": dict(sorted({**error, **self.details}.items()))}


class ParameterError(ApiError):
    """The parameters are refused: nothing stays, nothing is stored under the idempotency key.

    https://docs.stripe.com/api/idempotent_requests
    """


class CardError(ApiError):
    """The bank said no: 402 `card_error`, with the PaymentIntent as it now stands inside."""

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message, status=402, kind="card_error", **details)


def missing(kind: str, object_id: str, *, param: str = "id") -> ApiError:
    """Return the 404 for an id that names nothing in this account."""
    return ApiError(
        f"No such {kind}: '{object_id}'", status=404, code="resource_missing", param=param
    )
