"""The `mentorhub` command: serve, work, upgrade, audit, the demo and the sandbox."""

import datetime as dt
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces

from mentorhub import audit
from mentorhub.accounts.actions import create_practice
from mentorhub.app import create_app
from mentorhub.demo import seed as demo_seed
from mentorhub.demo import serve as demo_serve
from mentorhub.demo.opening import open_program
from mentorhub.foundation import schema
from mentorhub.foundation.config import SettingsError, fitting, settings_from
from mentorhub.foundation.jobs import Worker
from mentorhub.stripe_sandbox.serve import run as run_sandbox
