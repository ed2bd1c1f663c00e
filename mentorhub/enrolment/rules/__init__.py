"""States of an enrolment, deadlines, who is askable, refunds by policy, and the refusals. Pure."""
