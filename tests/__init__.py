"""Tests mirror the packages; architecture, browser, journeys, races and simulation test the app as a whole."""
