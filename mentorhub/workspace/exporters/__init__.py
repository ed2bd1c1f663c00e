"""What is in a notebook, as other programmes read it: address books by `vcards`, calendars by `calendars`."""
