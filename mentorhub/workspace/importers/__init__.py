"""Contacts as other software writes them, read into neutral records: from bytes to `Record`, no database, no HTTP.

Always true here: whatever the bytes, a file is read or `records.Unreadable` is raised; one bad record never stops the
rest; nothing that a file points at is opened. Begin with `reading.py` (`read_file`), then `records.py`; one module for
each format (`vcards.py`, `ldif.py`, `tables.py` with `columns.py`, `zips.py`), which all write into `drafts.py`.
"""
