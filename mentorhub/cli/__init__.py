"""The `mentorhub` command: what an operator types, each noun's commands in a module of their own.

Always true here: what serves production imports neither the demo nor the stand-in Stripe; `demo.py` alone does, and is
imported only when one of its commands is asked for. Begin with `main.py`, which names every command.
"""
