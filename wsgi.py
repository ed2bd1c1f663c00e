"""The WSGI entry: `granian --interface wsgi wsgi:app`, or any other server's way to name it."""

from mentorhub.app import create_served_app

app = create_served_app()
