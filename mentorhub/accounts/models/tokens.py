"""API tokens: what is stored of each, which is never the token itself."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation.database.tables import HasPublicId, Model

SCOPES = ("people:read", "people:write", "people:read people:write")


class ApiToken(HasPublicId, Model):
    """What opens the API for its owner until it expires or is ended. `scopes` have a blank between."""

    __tablename__ = "api_token"
    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 1 AND 100", name="name_is_some_words"),
        CheckConstraint("length(token_hash) = 64", name="token_is_hashed"),
        CheckConstraint(
            f"scopes IN ({', '.join(repr(one) for one in SCOPES)})", name="scopes_are_known"
        ),
        CheckConstraint("expires_at > created_at", name="expires_after_it_was_made"),
        CheckConstraint("ended_at IS NULL OR ended_at >= created_at", name="ends_after_it_began"),
        Index("ix_api_token_user", "user_id", "ended_at"),
    )

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="CASCADE")
    )
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    last_used_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]

    @property
    def granted(self) -> tuple[Scope, ...]:
        """What it may do."""
        return tuple(Scope(one) for one in self.scopes.split())
