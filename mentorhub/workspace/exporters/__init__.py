"""What is in a notebook, as other software reads it: address books by `vcards`, calendars by `calendars`."""
