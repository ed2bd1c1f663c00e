"""Tests of `mentorhub/mail`."""
