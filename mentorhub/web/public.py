"""The endpoints that a visitor without an account must reach. Every other view carries a guard of its room."""

PUBLIC = frozenset(
    {
        "static",
        "health.live",
        "health.ready",
        "programs.home",
        "programs.show_program",
        "programs.create_inquiry",
        "programs_api.seats",
        "payments.receive_event",
        "accounts.sign_in",
        "accounts.sign_out",
        "accounts.give_factor",
        "accounts.create_sign_in_challenge",
        "accounts.sign_in_by_passkey",
        "accounts.create_sign_in_link",
        "accounts.use_sign_in_link",
        "accounts.request_password_reset",
        "accounts.reset_password",
        "accounts.sign_up",
        "accounts.create_sign_up_link",
        "accounts.confirm_sign_up",
        "accounts.confirm_address",
        "accounts.unsubscribe",
        "enrolment.create_enrolment",
        "enrolment.show_link_sent",
        "enrolment.show_journal",
        "enrolment.download_journal",
        "enrolment.show_welcome",
        "enrolment.claim_enrolment",
    }
)
