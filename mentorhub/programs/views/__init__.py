"""Pages of programs: `public`, `practices`, `embeds`, `sitemap`, `terms`, `images` and `conversations` are visitors',
the others a practice's own."""

from mentorhub.programs.views import (
    blueprint,
    conversations,
    courses,
    embeds,
    images,
    inquiries,
    notices,
    practices,
    programs,
    public,
    publication,
    questions,
    saved_replies,
    setup,
    sitemap,
    terms,
)
