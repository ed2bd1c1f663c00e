"""The one file that a person takes away: the ZIP by `archive`, the page that explains it by `readme`."""
