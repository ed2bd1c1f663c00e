"""Tests of the command, as an operator types it."""
