"""The laws of payments, each a query that returns offenders."""

from collections.abc import Callable

INVARIANTS: tuple[Callable[..., list[str]], ...] = ()
