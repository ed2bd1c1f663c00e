"""Pages of programs: `public`, `practices`, `terms` and `images` are what visitors see, the others a practice's own."""

from mentorhub.programs.views import (
    blueprint,
    images,
    notices,
    practices,
    programs,
    public,
    publication,
    questions,
    setup,
    terms,
)
