"""Nobody sees or changes what is another's: the matrix of actors and routes, and the worlds it is held against."""
