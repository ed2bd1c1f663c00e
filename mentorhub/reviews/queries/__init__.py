"""Reads of reviews: `weeks` for the mentee, `desk` for the mentor, `landing` for whoever has just signed in."""
