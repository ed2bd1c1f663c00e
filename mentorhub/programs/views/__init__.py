"""Pages of programs: `public` holds what visitors see, `notices` a practice's privacy notice and imprint."""

from mentorhub.programs.views import blueprint, notices, public, terms
