"""Pages of programs: `public`, `terms` and `images` are what visitors see, the others a practice's own."""

from mentorhub.programs.views import (
    blueprint,
    images,
    notices,
    programs,
    public,
    questions,
    terms,
)
