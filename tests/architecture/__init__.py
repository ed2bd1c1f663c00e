"""The install's own rules, held by tests: sizes, names, doors, words, routes, states, schema."""
