"""The picture beside links to a programme: its size, and how large a file may be that is sent for it. Pure."""

IMAGE_SIZE = (1200, 630)  # pixels, as those who show links ask for
IMAGE_BYTES_MAX = 8_000_000  # of the file that is sent
IMAGE_REQUEST_MAX = 8 * 1024 * 1024  # bytes; above the file's limit, so that a message can be shown
IMAGE_STORED_MAX = 2_000_000  # bytes of what is stored
DRAWING = 1  # counts up when the drawing changes, so that a new one is fetched
