"""Pages of programs: `public`, `practices`, `embeds`, `sitemap`, `terms`, `images`, `openings` and `conversations` are
visitors', the others a practice's own."""

from mentorhub.programs.views import (
    blueprint,
    cohort_editor,
    cohorts,
    conversations,
    courses,
    embeds,
    images,
    inquiries,
    intake,
    notices,
    openings,
    practices,
    prices,
    programs,
    public,
    publication,
    questions,
    saved_replies,
    setup,
    sitemap,
    terms,
    windows,
)
