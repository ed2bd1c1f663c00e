"""Who the demo's people are and what became of them: texts and days, no actions. Days are counted back from today."""
