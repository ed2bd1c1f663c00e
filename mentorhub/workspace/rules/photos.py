"""Pictures of people: how large a file may be. What else is refused, `accounts.rules.profiles` says. Pure."""

PHOTO_MAX = 10 * 1024 * 1024  # bytes of the file that is sent
REQUEST_MAX = 13 * 1024 * 1024  # above the file's limit, so that a message can be shown
UNREADABLE, TOO_LARGE = "bad_photo", "large_photo"  # why an import's row brought no picture
