"""A second witness of whose a notebook and a week's page are: PostgreSQL's row-level security. SQLite has none."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NOTEBOOK = (
    "occasion",
    "person",
    "interaction",
    "follow_up",
    "promise",
    "give",
    "stage_change",
    "workspace_grant",
)
WEEK = ("check_in", "appointment")
OF_A_WEEK = ("check_in_answer", "review")
COURSE = ("curriculum", "curriculum_week", "curriculum_prompt")

IS_SYSTEM = "current_setting('app.viewer', true) = 'system'"
VIEWER = "viewer_id()"
OWN = f"user_id = {VIEWER}"

FUNCTIONS = {
    "viewer_id()": """bigint LANGUAGE sql STABLE AS $$
        SELECT substring(current_setting('app.viewer', true) from '^user:([0-9]+)$')::bigint
    $$""",
    # A grant is visible with its notebook, and a notebook by its grants: this one looks as the system does, and
    # answers only which notebooks are shared with this mentor.
    "shared_workspaces(mentor bigint)": """SETOF bigint LANGUAGE plpgsql STABLE AS $$
        DECLARE asked_for text := coalesce(current_setting('app.viewer', true), '');
        BEGIN
            PERFORM set_config('app.viewer', 'system', true);
            RETURN QUERY SELECT g.workspace_id FROM workspace_grant g
                JOIN mentorship m ON m.id = g.mentorship_id
                WHERE g.ended_at IS NULL AND m.mentor_id = mentor;
            PERFORM set_config('app.viewer', asked_for, true);
        END
    $$""",
    "own_mentorships(person bigint)": """SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT m.id FROM mentorship m JOIN enrolment e ON e.id = m.enrolment_id
        WHERE m.mentor_id = person OR e.user_id = person
    $$""",
    "own_practices(person bigint)": """SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT practice_id FROM membership WHERE user_id = person
        UNION SELECT practice_id FROM mentorship WHERE id IN (SELECT own_mentorships(person))
    $$""",
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {name} RETURNS {body}")
    _secure("workspace")
    _policy("workspace", "SELECT", f"{OWN} OR id IN (SELECT shared_workspaces({VIEWER}))")
    for command in ("INSERT", "UPDATE", "DELETE"):
        _policy("workspace", command, OWN)
    mine = f"workspace_id IN (SELECT id FROM workspace WHERE {OWN})"
    for table in NOTEBOOK:
        _secure(table)
        _policy(table, "SELECT", "workspace_id IN (SELECT id FROM workspace)")
        for command in ("INSERT", "DELETE"):
            _policy(table, command, mine)
        # Locking a row asks for the right to change it; what a mentor would write is refused all the same.
        seen = "workspace_id IN (SELECT id FROM workspace)" if table == "workspace_grant" else mine
        _policy(table, "UPDATE", seen, check=mine)
    _secure("access_read")  # a mentor writes it and reads none; nobody changes it
    _policy("access_read", "SELECT", f"{mine} OR reader_id = {VIEWER}")
    _policy("access_read", "INSERT", f"reader_id = {VIEWER}")
    _policy("access_read", "DELETE", mine)
    _policy("access_read", "UPDATE", "false")  # the system gets as far as the trigger that refuses
    ours = f"mentorship_id IN (SELECT own_mentorships({VIEWER}))"
    for table in WEEK:
        _secure(table)
        _policy(table, "ALL", ours)
    for table in OF_A_WEEK:
        _secure(table)
        _policy(table, "ALL", "check_in_id IN (SELECT id FROM check_in)")
    for table in COURSE:
        _secure(table)
        _policy(table, "ALL", f"practice_id IN (SELECT own_practices({VIEWER}))")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in ("workspace", *NOTEBOOK, "access_read", *WEEK, *OF_A_WEEK, *COURSE):
        for command in ("select", "insert", "update", "delete", "all"):
            op.execute(f"DROP POLICY IF EXISTS {table}_{command} ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
    for name in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {name}")


def _secure(table: str) -> None:
    """FORCE: the owner of the table is held to it as well."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def _policy(table: str, command: str, whose: str, *, check: str = "") -> None:
    using = "" if command == "INSERT" else f"USING ({IS_SYSTEM} OR {whose})"
    written = f"WITH CHECK ({IS_SYSTEM} OR {check or whose})"
    written = "" if command in {"SELECT", "DELETE"} else written
    op.execute(
        f"CREATE POLICY {table}_{command.lower()} ON {table} FOR {command} {using} {written}"
    )
