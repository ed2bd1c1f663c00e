"""Access to both databases: what tables are made of, engines, viewers, `transaction` and `reading`."""

from mentorhub.foundation.database.bulk import insert_new
from mentorhub.foundation.database.engines import FifoLock, engine_options, prepare_engine
from mentorhub.foundation.database.sessions import (
    leave_database,
    reading,
    snapshot,
    transaction,
    write_last,
)
from mentorhub.foundation.database.tables import (
    Base,
    HasPublicId,
    Id,
    Model,
    Ref,
    UTCDateTime,
    db,
    new_public_id,
    one_of,
)
from mentorhub.foundation.database.viewers import (
    APPLICANT,
    PUBLIC,
    SYSTEM,
    USER,
    Viewer,
    asking_for,
    asking_for_nobody,
)

__all__ = [
    "APPLICANT",
    "PUBLIC",
    "SYSTEM",
    "USER",
    "Base",
    "FifoLock",
    "HasPublicId",
    "Id",
    "Model",
    "Ref",
    "UTCDateTime",
    "Viewer",
    "asking_for",
    "asking_for_nobody",
    "db",
    "engine_options",
    "insert_new",
    "leave_database",
    "new_public_id",
    "one_of",
    "prepare_engine",
    "reading",
    "snapshot",
    "transaction",
    "write_last",
]
