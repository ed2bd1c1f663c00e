"""Reads of programs: what the public page, the home page and seats.json show, who may change a programme, notices."""
