"""The one file that a person downloads: the ZIP by `archive`, the text that explains it by `readme`."""
