"""A second witness of who belongs to a practice and who is invited to it: a user reads the practices they belong to."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

IS_SYSTEM = "current_setting('app.viewer', true) = 'system'"
OWN = "user_id = viewer_id()"
# Who belongs to which practice stands in the table that asks this: both look as the system does, and answer only that.
AS_THE_SYSTEM = """LANGUAGE plpgsql STABLE AS $$
    DECLARE asked_for text := coalesce(current_setting('app.viewer', true), '');
    BEGIN
        PERFORM set_config('app.viewer', 'system', true);
        {answered}
        PERFORM set_config('app.viewer', asked_for, true);
    {end}
    END
$$"""
JOINED = AS_THE_SYSTEM.format(
    answered="RETURN QUERY SELECT practice_id FROM membership WHERE user_id = person;", end=""
)
FOUNDED = AS_THE_SYSTEM.replace("asked_for text", "has_any boolean; asked_for text").format(
    answered="has_any := EXISTS (SELECT 1 FROM membership m WHERE m.practice_id = practice);",
    end="RETURN has_any;",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"CREATE FUNCTION joined_practices(person bigint) RETURNS SETOF bigint {JOINED}")
    op.execute(f"CREATE FUNCTION has_members(practice bigint) RETURNS boolean {FOUNDED}")
    joined = "practice_id IN (SELECT joined_practices(viewer_id()))"
    for table in ("membership", "invitation"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    # Their own rows come first, without a look at the others': most questions are about oneself.
    _policy("membership", "SELECT", f"USING ({IS_SYSTEM} OR {OWN} OR {joined})")
    # Nobody makes themselves a member of what others run; who founds a practice is its first.
    founds = f"{OWN} AND NOT has_members(practice_id)"
    _policy("membership", "INSERT", f"WITH CHECK ({IS_SYSTEM} OR {joined} OR {founds})")
    held = f"({IS_SYSTEM} OR {joined})"
    _policy("membership", "UPDATE", f"USING {held} WITH CHECK {held}")
    _policy("membership", "DELETE", f"USING {held}")
    _policy("invitation", "ALL", f"USING {held} WITH CHECK {held}")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in ("membership", "invitation"):
        for command in ("select", "insert", "update", "delete", "all"):
            op.execute(f"DROP POLICY IF EXISTS {table}_{command} ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
    for function in ("joined_practices", "has_members"):
        op.execute(f"DROP FUNCTION {function}(bigint)")


def _policy(table: str, command: str, held: str) -> None:
    op.execute(f"CREATE POLICY {table}_{command.lower()} ON {table} FOR {command} {held}")
