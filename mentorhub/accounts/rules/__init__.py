"""Rules of accounts, without a database: addresses, links, devices, factors, profiles, roles, invitations, payment."""
