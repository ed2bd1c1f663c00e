"""The public page, the programmes and their cohorts."""
