"""What can be chosen when a sandbox is made; what changes while it runs is in `delivery_faults.py`."""

from dataclasses import dataclass

API_VERSION = "2026-10-28.endive"
WEBHOOK_SECRET = "whsec_sandbox"  # the platform's own events
CONNECT_SECRET = "whsec_sandbox_connect"  # connected accounts' events
THIN_SECRET = "whsec_sandbox_thin"  # thin events, which the event destination sends
WEBHOOK_SECRETS = f"{WEBHOOK_SECRET},{CONNECT_SECRET},{THIN_SECRET}"
SECOND_KEY = (
    "sk_test_rehearsal"  # opens a second account, which has nothing to do with the platform
)
SECOND_ACCOUNT = "second"  # what the store calls it; Stripe's answers do not name it
SECOND_SECRET = "whsec_sandbox_rehearsal"  # the second account's own events
STORED_SECONDS = 30 * 24 * 60 * 60  # how long events can be read
APPLICATION = "ca_SandboxPlatform"  # the platform, as connected accounts see it


@dataclass(frozen=True)
class Settings:
    """How the sandbox behaves where Stripe leaves the choice to time or to the network.

    `redirect_wait_seconds`: how long the pay page waits for the webhook's 2xx before it sends the
    buyer back (Stripe: up to 10; 0 redirects first). `retry_base_seconds`: the first retry of a
    webhook, doubled each time until the event is three days old. `debit_seconds`: when a bank debit
    settles or fails. `signs_with_moved_clock`: put the moved clock into `t=` of the signature;
    off, because the SDK holds `t` against the real time.
    """

    redirect_wait_seconds: float = 2.0
    retry_base_seconds: float = 10.0
    webhook_timeout_seconds: float = 10.0
    debit_seconds: int = 60
    signs_with_moved_clock: bool = False
    public_url: str | None = None
