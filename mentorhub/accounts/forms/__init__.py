"""Forms of accounts: text into typed values, with messages beside the field."""
