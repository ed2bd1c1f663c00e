"""Many signals at once are one end."""

import signal
import subprocess
import sys


def test_many_signals_at_once_are_one_end() -> None:
    """Each interrupts the handler of the one before: an Event set from there would never come back."""
    waits = (
        "from mentorhub.foundation.stop_signal import StopSignal; over = StopSignal(); "
        "print('waiting', flush=True); over.wait(); print('over')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", waits], stdout=subprocess.PIPE, text=True
    ) as waiting:
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "waiting\n"
        for _ in range(200):
            waiting.send_signal(signal.SIGTERM)
            waiting.send_signal(signal.SIGINT)
        try:
            assert waiting.communicate(timeout=15)[0] == "over\n"
        finally:
            waiting.kill()
