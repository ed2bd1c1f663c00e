"""The proof of accounts: users, signing in and out, mailed links, practices and their members."""
