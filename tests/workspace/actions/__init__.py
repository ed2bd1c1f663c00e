"""Tests of the notebook's actions."""
