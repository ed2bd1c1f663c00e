"""Access to both databases: what tables are made of, engines, viewers, `transaction` and `reading`."""
