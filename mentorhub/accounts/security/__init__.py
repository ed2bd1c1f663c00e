"""Flask-Security-Too set up for this app, and photos redrawn, by noun. Imports no Flask: actions import it."""
