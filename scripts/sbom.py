"""Write a bill of materials: what Satchel runs on, with versions, licences and hashes, as CycloneDX JSON.

`python sbom.py TOOL LOCK PYTHON FILE`: the program cyclonedx-py, the lock of what is installed, the Python for
which it is installed, and where to write. Licences and who needs whom are read from what is installed, hashes from
the lock; what is installed beside it for the tests is left out.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any


def main(tool: str, lock: str, python: str, file: str) -> None:
    """Write the bill."""
    locked = {_name(each): each for each in _bill(tool, "requirements", lock)["components"]}
    bill = _bill(tool, "environment", python)
    found = [each for each in bill["components"] if _name(each) in locked]
    missing = locked.keys() - {_name(each) for each in found}
    # What is for another system than this one is not installed here, and nothing is known of it but its hash.
    found += [{**locked[name], "bom-ref": f"{name}=={locked[name]['version']}"} for name in sorted(missing)]
    for each in found:
        each.pop("properties", None)
        if _name(each) not in missing:
            each.setdefault("externalReferences", []).extend(locked[_name(each)]["externalReferences"])
    known = {each["bom-ref"] for each in found}
    bill["components"] = found
    bill["dependencies"] = [
        {**each, "dependsOn": [ref for ref in each.get("dependsOn", ()) if ref in known]}
        for each in bill["dependencies"]
        if each["ref"] in known
    ]
    Path(file).write_text(json.dumps(bill, indent=2) + "\n")
    print(f"{file}: {len(found)} packages.")


def _bill(tool: str, kind: str, source: str) -> dict[str, Any]:
    command = [tool, kind, source, "--output-reproducible", "--output-format", "JSON"]
    bill: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return bill


def _name(component: dict[str, Any]) -> str:
    """The package's name as the lock has it."""
    return re.sub(r"[-_.]+", "-", component["name"]).lower()


if __name__ == "__main__":
    main(*sys.argv[1:])
