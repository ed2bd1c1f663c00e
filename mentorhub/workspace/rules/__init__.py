"""The package's rules, split by noun: stages, warmth, rhythm, duties, sharing, tags, words. Pure."""
