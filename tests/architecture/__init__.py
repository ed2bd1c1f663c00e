"""The project's own rules, held by tests: sizes, names, modules, words, routes, states, schema."""
