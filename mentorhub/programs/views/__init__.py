"""Pages of programs: `public`, `practices`, `embeds`, `sitemap`, `terms` and `images` are what visitors see, the others
a practice's own."""

from mentorhub.programs.views import (
    blueprint,
    cohort_editor,
    cohorts,
    courses,
    embeds,
    images,
    notices,
    practices,
    prices,
    programs,
    public,
    publication,
    questions,
    setup,
    sitemap,
    terms,
    windows,
)
