"""Tests of the notebook's views."""
