"""Pages of programs: `public`, `terms`, `images`, `conversations` are visitors', the others a practice's own."""

from mentorhub.programs.views import (
    blueprint,
    conversations,
    images,
    inquiries,
    notices,
    programs,
    public,
    questions,
    saved_replies,
    terms,
)
