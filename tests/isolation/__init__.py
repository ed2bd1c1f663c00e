"""Two practices on one install never see each other; no mentor sees more than a mentee grants."""
