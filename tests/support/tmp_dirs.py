"""Where throw-away databases live: in memory where it is large enough, since one is copied for each test."""

import os
import shutil

MEMORY = "/dev/shm"
ROOM = 1_000_000_000  # bytes; all databases of a run that stand at once take a tenth of it


def folder() -> str:
    """Short, since a socket's path has 107 bytes."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    return MEMORY if has_room else "/tmp"
