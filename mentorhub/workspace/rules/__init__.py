"""The package's rules, split by noun, from `stages` and `warmth` to `tags`. Pure."""
