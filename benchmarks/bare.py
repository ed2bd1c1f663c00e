"""The least a POST that writes can cost with Flask and psycopg on our server: no session, no checks, no product."""

import os
import threading

import psycopg
from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from mentorhub.web import server
from mentorhub.web.asgi_bridge import Bridge

INSERT = "INSERT INTO floor_row (name, email) VALUES (%s, %s)"


def create_bare_app() -> Flask:
    """Flask and psycopg, one connection a thread, and nothing else."""
    app = Flask("bare")
    own = threading.local()

    @app.get("/floor")
    def show_form() -> str:
        return ""

    @app.post("/floor")
    def create_row() -> Response:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(os.environ["MENTORHUB_DATABASE_URL"])
        own.connection.execute(INSERT, (request.form["name"], request.form["email"]))
        own.connection.commit()
        return redirect("/floor", 303)

    return app


def create_asgi_bare_app() -> Bridge:
    """As the product is served."""
    return Bridge(create_bare_app().wsgi_app, threads=server.THREADS)
