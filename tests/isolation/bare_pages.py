"""The answer "not found" without the page around it, which is the same whatever was asked for and takes the longest."""

from flask import Flask, Response, request
from werkzeug import exceptions
from werkzeug.wrappers import Response as BaseResponse

from mentorhub.foundation.errors import NotFound
from mentorhub.web import errors, route_fallbacks

UNKNOWN = "/no-such-address"  # what is known to no route still gets the whole page


def answer_not_found_barely(app: Flask) -> None:
    """From here on; where a route leads on instead, it still does."""

    def answer(_error: Exception) -> BaseResponse:
        led = route_fallbacks.led_on()
        if led or request.url_rule is None:
            return led or errors.page(404)
        return Response(" ".join(errors.words(404)), 404)

    handlers = app.error_handler_spec[None]
    handlers[None][NotFound] = answer
    handlers[404][exceptions.NotFound] = answer
