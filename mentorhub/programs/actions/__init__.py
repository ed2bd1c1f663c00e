"""Actions of programs, by noun: offers (programmes), cohorts (with prices), inquiries, notices. One transaction."""
