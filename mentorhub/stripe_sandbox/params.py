"""The kinds of parameter Stripe takes and how it refuses bad ones (who takes what: `accepted/`)."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mentorhub.stripe_sandbox.errors import ParameterError
from mentorhub.stripe_sandbox.forms import Form

Given = str | Form
EMAIL = re.compile(r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$")
WEB_ADDRESS = re.compile(r"^https?://[^\s/]+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Kind(ABC):
    """What every kind shares. `is_clearable`: an empty string unsets the field (becomes None)."""

    is_required: bool = False
    is_clearable: bool = False

    def read(self, given: Given, *, param: str) -> Any:
        """Return the typed value, or raise `ParameterError` naming `param`."""
        if given == "":
            if self.is_clearable:
                return None
            raise ParameterError(
                f"You passed an empty string for '{param}'. We assume empty values are an attempt "
                f"to unset a parameter; however '{param}' cannot be unset. You should remove "
                f"'{param}' from your request or supply a non-empty value.",
                code="parameter_invalid_empty",
                param=param,
            )
        return self.value(given, param=param)

    @abstractmethod
    def value(self, given: Given, *, param: str) -> Any:
        """Read a value that is not the empty string."""


@dataclass(frozen=True, kw_only=True)
class Text(Kind):
    """A string; `choices` makes it an enum, `form` names what it must look like."""

    length_max: int = 5000
    choices: tuple[str, ...] = ()
    form: re.Pattern[str] | None = None

    def value(self, given: Given, *, param: str) -> str:
        text = _single(given, param=param, kind="string")
        if self.choices and text not in self.choices:
            raise ParameterError(
                f"Invalid {_leaf(param)}: must be one of {_either(self.choices)}", param=param
            )
        if len(text) > self.length_max:
            raise ParameterError(
                f"Invalid string: {text[:10]}...{text[-10:]}; must be at most "
                f"{self.length_max} characters",
                param=param,
            )
        if self.form is not None and not self.form.match(text):
            is_email = self.form is EMAIL
            raise ParameterError(
                f"Invalid email address: {text}" if is_email else "Not a valid URL",
                code="email_invalid" if is_email else "url_invalid",
                param=param,
            )
        return text


@dataclass(frozen=True, kw_only=True)
class Whole(Kind):
    """An integer between `least` and `most`."""

    least: int | None = None
    most: int | None = None

    def value(self, given: Given, *, param: str) -> int:
        text = _single(given, param=param, kind="integer")
        if not re.fullmatch(r"-?\d{1,18}", text):
            raise ParameterError(
                f"Invalid integer: {text}", code="parameter_invalid_integer", param=param
            )
        number = int(text)
        if self.least is not None and number < self.least:
            raise ParameterError(
                f"This value must be greater than or equal to {self.least}.",
                code="parameter_invalid_integer",
                param=param,
            )
        if self.most is not None and number > self.most:
            raise ParameterError(
                f"This value must be less than or equal to {self.most}.",
                code="parameter_invalid_integer",
                param=param,
            )
        return number


@dataclass(frozen=True, kw_only=True)
class Percentage(Kind):
    """A decimal number over 0 and up to 100."""

    def value(self, given: Given, *, param: str) -> float:
        text = _single(given, param=param, kind="decimal")
        if not re.fullmatch(r"\d{1,3}(\.\d+)?", text) or not 0 < float(text) <= 100:
            raise ParameterError(f"Invalid decimal: {text}; must be over 0, up to 100", param=param)
        return float(text)


@dataclass(frozen=True, kw_only=True)
class Flag(Kind):
    """`true` or `false`."""

    def value(self, given: Given, *, param: str) -> bool:
        text = _single(given, param=param, kind="boolean").lower()
        if text not in {"true", "false"}:
            raise ParameterError(f"Invalid boolean: {text}", param=param)
        return text == "true"


@dataclass(frozen=True, kw_only=True)
class Pairs(Kind):
    """Metadata: up to 50 keys of 40 characters, values of 500; an empty value unsets its key."""

    def value(self, given: Given, *, param: str) -> dict[str, str]:
        pairs = _group(given, param=param)
        if len(pairs) > 50:
            raise ParameterError("You can have up to 50 keys in metadata.", param=param)
        for key, value in pairs.items():
            if isinstance(value, dict):
                raise ParameterError(
                    "Metadata values must be strings, but a hash was given.",
                    param=f"{param}[{key}]",
                )
            if len(key) > 40 or len(value) > 500:
                what, most = ("keys", 40) if len(key) > 40 else ("values", 500)
                raise ParameterError(
                    f"Metadata {what} can have up to {most} characters.", param=f"{param}[{key}]"
                )
        return {key: str(value) for key, value in pairs.items()}


@dataclass(frozen=True, kw_only=True)
class Many(Kind):
    """A list, `a[0]`, `a[1]` … or `a[]`."""

    of: Kind
    most: int = 100

    def value(self, given: Given, *, param: str) -> list[Any]:
        items = _group(given, param=param, kind="array")
        if not all(key.isdigit() for key in items):
            raise ParameterError("Invalid array", param=param)
        if len(items) > self.most:
            raise ParameterError(
                f"Array {param} exceeded maximum {self.most} allowed elements.", param=param
            )
        ordered = sorted(items.items(), key=lambda item: int(item[0]))
        return [self.of.read(value, param=f"{param}[{key}]") for key, value in ordered]


@dataclass(frozen=True, kw_only=True)
class Group(Kind):
    """A hash with named fields."""

    fields: Mapping[str, Kind]

    def value(self, given: Given, *, param: str) -> dict[str, Any]:
        return check(self.fields, _group(given, param=param), inside=param)


@dataclass(frozen=True, kw_only=True)
class Span(Kind):
    """A point in time, or a range: `created=…` or `created[gte]=…`."""

    def value(self, given: Given, *, param: str) -> dict[str, int]:
        if isinstance(given, str):
            return {"eq": Whole().value(given, param=param)}
        return check({name: Whole() for name in ("gt", "gte", "lt", "lte")}, given, inside=param)


def check(fields: Mapping[str, Kind], given: Form, *, inside: str = "") -> dict[str, Any]:
    """Return the typed parameters that were given; refuse unknown, missing and malformed ones."""
    for name in given:
        if name not in fields:
            param = _named(name, inside=inside)
            raise ParameterError(
                f"Received unknown parameter: {param}", code="parameter_unknown", param=param
            )
    for name, kind in fields.items():
        if kind.is_required and name not in given:
            raise missing_param(_named(name, inside=inside))
    return {
        name: fields[name].read(value, param=_named(name, inside=inside))
        for name, value in given.items()
    }


def missing_param(param: str) -> ParameterError:
    """Return the refusal of a request that leaves `param` out."""
    return ParameterError(
        f"Missing required param: {param}.", code="parameter_missing", param=param
    )


def at_most_one(params: Mapping[str, Any], names: Iterable[str]) -> None:
    """Refuse parameters that exclude each other."""
    both = [name for name in names if name in params]
    if len(both) > 1:
        listed = ", ".join(f"`{name}`" for name in both)
        raise ParameterError(
            f"You may only specify one of these parameters: {listed}.", param=both[0]
        )


def _named(name: str, *, inside: str) -> str:
    return f"{inside}[{name}]" if inside else name


def _leaf(param: str) -> str:
    return re.findall(r"[^\[\]]+", param)[-1] if "[" in param else param


def _either(choices: tuple[str, ...]) -> str:
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])}, or {choices[-1]}"


def _single(given: Given, *, param: str, kind: str) -> str:
    if isinstance(given, dict):
        raise ParameterError(f"Invalid {kind}: a hash was given for {param}", param=param)
    return given


def _group(given: Given, *, param: str, kind: str = "object") -> Form:
    if not isinstance(given, dict):
        raise ParameterError(f"Invalid {kind}", param=param)
    return given
