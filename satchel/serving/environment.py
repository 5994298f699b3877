"""The only place that reads the environment of the process."""

from __future__ import annotations

import os
from pathlib import Path

from satchel.base.settings import Settings, load


def settings() -> Settings:
    """The settings in force where the command was started. Raises `BadSettings`."""
    return load(os.environ, Path.cwd())
