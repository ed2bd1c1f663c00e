"""Reads of reviews: `weeks` for the mentee, `desk` for the mentor, `landing` for what a user is here."""
