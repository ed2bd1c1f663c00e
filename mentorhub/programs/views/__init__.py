"""Pages of programs: `public` and `practices` are what visitors see, `notices` a practice's notices, `setup` and
`publication` the way to its first published programme."""

from mentorhub.programs.views import blueprint, notices, practices, public, publication, setup
