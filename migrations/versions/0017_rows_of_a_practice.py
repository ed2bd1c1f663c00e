"""A second witness of whose a practice's line, money and letters are: a user's look stays in the practices they know.

Who has no account asks as nobody, by a link or a public page, and is not held to it: there, queries alone decide.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = (
    "enrolment",
    "mentorship",
    "checkout",
    "instalment",
    "payment",
    "refund",
    "dispute",
    "stripe_customer",
    "inquiry",
    "finding",
)
IS_NO_USER = "coalesce(current_setting('app.viewer', true), '') NOT LIKE 'user:%'"
# Which practices somebody knows stands in these tables: this looks as the system does, and answers only that.
KNOWN = """SETOF bigint LANGUAGE plpgsql STABLE AS $$
    DECLARE asked_for text := coalesce(current_setting('app.viewer', true), '');
    BEGIN
        PERFORM set_config('app.viewer', 'system', true);
        RETURN QUERY SELECT practice_id FROM membership WHERE user_id = person
            UNION SELECT practice_id FROM enrolment WHERE user_id = person
            UNION SELECT practice_id FROM mentorship WHERE mentor_id = person;
        PERFORM set_config('app.viewer', asked_for, true);
    END
$$"""


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"CREATE FUNCTION known_practices(person bigint) RETURNS {KNOWN}")
    # A finding of no practice is the platform's own: the query decides who runs the platform.
    known = f"{IS_NO_USER} OR practice_id IS NULL OR practice_id IN (SELECT known_practices(viewer_id()))"
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_all ON {table} USING ({known}) WITH CHECK ({known})")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"DROP POLICY {table}_all ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
    op.execute("DROP FUNCTION known_practices(bigint)")
