"""Servers as programs, for the faults that only a whole process can have."""

from __future__ import annotations

from tests.cli.conftest import alice as owner
from tests.cli.conftest import environ, satchel, serve, site
from tests.faults.crowd import crowd, keys
from tests.faults.disks import small_disk

__all__ = ["crowd", "environ", "keys", "owner", "satchel", "serve", "site", "small_disk"]
