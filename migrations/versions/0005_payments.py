"""Money: checkouts, payments, instalments, refunds, disputes, events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stripe_event",
        sa.Column("stripe_account", sa.String(length=60), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.String(length=120), nullable=False),
        sa.Column("api_version", sa.String(length=40), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column(
            "payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "applied",
                "ignored",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(state = 'received') = (done_at IS NULL)",
            name=op.f("stripe_event_done_when_not_received"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripe_event")),
        sa.UniqueConstraint("public_id", name=op.f("uq_stripe_event_public_id")),
        sa.UniqueConstraint("stripe_account", "event_id", name="event_is_stored_once"),
    )
    with op.batch_alter_table("stripe_event", schema=None) as batch_op:
        batch_op.create_index("ix_stripe_event_due", ["state", "due_at"], unique=False)

    op.create_table(
        "checkout",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger(), nullable=False),
        sa.Column("price_id", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "attempted",
                "open",
                "completed",
                "expired",
                "abandoned",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("stripe_account", sa.String(length=60), nullable=False),
        sa.Column("stripe_session", sa.String(length=120), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("terms_version", sa.Integer(), nullable=False),
        sa.Column(
            "parameters", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('open', 'completed') OR stripe_session IS NOT NULL",
            name=op.f("checkout_open_only_with_a_session"),
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("checkout_amount_is_positive")),
        sa.ForeignKeyConstraint(
            ["practice_id", "enrolment_id"],
            ["enrolment.practice_id", "enrolment.id"],
            name=op.f("fk_checkout_practice_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_checkout_practice_id")
        ),
        sa.ForeignKeyConstraint(["price_id"], ["price.id"], name=op.f("fk_checkout_price_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout")),
        sa.UniqueConstraint("enrolment_id", "attempt", name="attempts_are_numbered"),
        sa.UniqueConstraint("practice_id", "id", name="checkout_belongs_to_practice"),
        sa.UniqueConstraint("public_id", name=op.f("uq_checkout_public_id")),
        sa.UniqueConstraint("stripe_account", "stripe_session", name="session_is_known_once"),
    )
    with op.batch_alter_table("checkout", schema=None) as batch_op:
        batch_op.create_index("ix_checkout_due", ["state", "expires_at"], unique=False)
        batch_op.create_index(
            "one_live_checkout_per_enrolment",
            ["enrolment_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('attempted', 'open')"),
            postgresql_where=sa.text("state IN ('attempted', 'open')"),
        )

    op.create_table(
        "instalment",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "paying",
                "paid",
                "missed",
                "cancelled",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("instalment_amount_is_positive")),
        sa.ForeignKeyConstraint(
            ["practice_id", "enrolment_id"],
            ["enrolment.practice_id", "enrolment.id"],
            name=op.f("fk_instalment_practice_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_instalment_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        sa.UniqueConstraint("enrolment_id", "number", name="instalments_are_numbered"),
        sa.UniqueConstraint("practice_id", "id", name="instalment_belongs_to_practice"),
        sa.UniqueConstraint("public_id", name=op.f("uq_instalment_public_id")),
    )
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.create_index("ix_instalment_due", ["state", "due_on"], unique=False)

    op.create_table(
        "stripe_customer",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger(), nullable=False),
        sa.Column("stripe_account", sa.String(length=60), nullable=False),
        sa.Column("customer_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "enrolment_id"],
            ["enrolment.practice_id", "enrolment.id"],
            name=op.f("fk_stripe_customer_practice_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_stripe_customer_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripe_customer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_stripe_customer_public_id")),
        sa.UniqueConstraint("stripe_account", "customer_id", name="customer_is_known_once"),
    )
    with op.batch_alter_table("stripe_customer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stripe_customer_enrolment_id"), ["enrolment_id"], unique=False
        )

    op.create_table(
        "payment",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("checkout_id", sa.BigInteger(), nullable=True),
        sa.Column("instalment_id", sa.BigInteger(), nullable=True),
        sa.Column("stripe_account", sa.String(length=60), nullable=False),
        sa.Column("payment_intent", sa.String(length=80), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("payer_email", sa.String(length=254), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(checkout_id IS NULL) <> (instalment_id IS NULL)",
            name=op.f("payment_pays_for_exactly_one_thing"),
        ),
        sa.CheckConstraint(
            "(payment_intent IS NULL) = (amount_minor = 0)",
            name=op.f("payment_no_intent_only_when_nothing_was_due"),
        ),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("payment_amount_is_not_negative")),
        sa.ForeignKeyConstraint(
            ["practice_id", "checkout_id"],
            ["checkout.practice_id", "checkout.id"],
            name=op.f("fk_payment_practice_id_checkout_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "instalment_id"],
            ["instalment.practice_id", "instalment.id"],
            name=op.f("fk_payment_practice_id_instalment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_payment_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("checkout_id", name="checkout_is_paid_once"),
        sa.UniqueConstraint("instalment_id", name="instalment_is_paid_once"),
        sa.UniqueConstraint("practice_id", "id", name="payment_belongs_to_practice"),
        sa.UniqueConstraint("public_id", name=op.f("uq_payment_public_id")),
        sa.UniqueConstraint("stripe_account", "payment_intent", name="intent_is_captured_once"),
    )
    op.create_table(
        "dispute",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "won",
                "lost",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("stripe_account", sa.String(length=60), nullable=False),
        sa.Column("stripe_dispute", sa.String(length=80), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "payment_id"],
            ["payment.practice_id", "payment.id"],
            name=op.f("fk_dispute_practice_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_dispute_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("public_id", name=op.f("uq_dispute_public_id")),
        sa.UniqueConstraint("stripe_account", "stripe_dispute", name="dispute_is_known_once"),
    )
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_payment_id"), ["payment_id"], unique=False)

    op.create_table(
        "refund",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "pending",
                "succeeded",
                "failed",
                "cancelled",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("stripe_account", sa.String(length=60), nullable=False),
        sa.Column("stripe_refund", sa.String(length=80), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("failure_reason", sa.String(length=80), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("refund_amount_is_positive")),
        sa.ForeignKeyConstraint(
            ["practice_id", "payment_id"],
            ["payment.practice_id", "payment.id"],
            name=op.f("fk_refund_practice_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_refund_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("public_id", name=op.f("uq_refund_public_id")),
        sa.UniqueConstraint("stripe_account", "stripe_refund", name="refund_is_known_once"),
    )
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.create_index("ix_refund_due", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_refund_payment_id"), ["payment_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refund_payment_id"))
        batch_op.drop_index("ix_refund_due")

    op.drop_table("refund")
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dispute_payment_id"))

    op.drop_table("dispute")
    op.drop_table("payment")
    with op.batch_alter_table("stripe_customer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stripe_customer_enrolment_id"))

    op.drop_table("stripe_customer")
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.drop_index("ix_instalment_due")

    op.drop_table("instalment")
    with op.batch_alter_table("checkout", schema=None) as batch_op:
        batch_op.drop_index(
            "one_live_checkout_per_enrolment",
            sqlite_where=sa.text("state IN ('attempted', 'open')"),
            postgresql_where=sa.text("state IN ('attempted', 'open')"),
        )
        batch_op.drop_index("ix_checkout_due")

    op.drop_table("checkout")
    with op.batch_alter_table("stripe_event", schema=None) as batch_op:
        batch_op.drop_index("ix_stripe_event_due")

    op.drop_table("stripe_event")
