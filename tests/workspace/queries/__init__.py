"""Tests of the notebook's queries."""
