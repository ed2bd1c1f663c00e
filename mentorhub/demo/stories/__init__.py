"""Who the demo's people are and what became of them: texts and days, no deeds. Days are counted back from today."""
