"""The WSGI entry, for other servers than `mentorhub serve` starts.

A server that hands on requests before they are there as a whole, as granian's own WSGI interface does, can be silenced
by half-sent ones: have it buffer them, or a proxy in front.
"""

from mentorhub.app import create_served_app

app = create_served_app()
