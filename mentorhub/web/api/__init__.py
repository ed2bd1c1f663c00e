"""The frame of the JSON API, which knows no domain: problems, bodies, cursors, requests that come twice, its document.

Packages have their routes in their `api` module and what goes in and out in `schemas`. Begin at `routes.py`.
"""
