"""The room's rules, split by noun: stages, warmth, rhythm, duties, sharing, words. Pure."""
