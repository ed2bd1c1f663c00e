"""Pages of programs: `public`, `practices`, `terms` and `images` are what visitors see, the others a practice's own."""

from mentorhub.programs.views import (
    blueprint,
    cohort_editor,
    cohorts,
    images,
    notices,
    practices,
    prices,
    programs,
    public,
    publication,
    questions,
    setup,
    terms,
    windows,
)
