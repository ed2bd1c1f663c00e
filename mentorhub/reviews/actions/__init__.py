"""Actions of reviews, one transaction each: the mentee's `check_ins`, the mentor's `reviewing`,
and what a mentor reads, each access logged (`access_log`)."""
