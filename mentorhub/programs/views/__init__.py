"""Pages of programs: `public` is what visitors see, `notices` a practice's notices, `setup` and `publication` the way
to its first published programme."""

from mentorhub.programs.views import blueprint, notices, public, publication, setup
