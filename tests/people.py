"""Three people live in every test: Alice owns the server, Bob has his own things, Mallory may see nothing."""

from pathlib import Path

from satchel.base.sealing import Seal

#: The key of a server in tests.
SEAL = Seal(Path("/nowhere"), "5a" * 32)
CHEAP = 8  #: KiB of memory for a password hash in tests

PASSWORDS = {name: f"correct horse {name}" for name in ("alice", "bob", "mallory")}
