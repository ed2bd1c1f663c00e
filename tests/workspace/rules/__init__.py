"""Tests of the notebook's rules."""
