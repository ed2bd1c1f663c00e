"""The package's reads, split by noun; all named here. Each takes the viewer."""
