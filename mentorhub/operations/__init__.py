"""The operator's pages: sweeps, findings, outbox. It reads what the rooms write down and closes findings."""
