"""What we say of the packages that Satchel runs on is true of those that are installed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _locked() -> dict[str, str]:
    """Version by name, of the lock."""
    return dict(
        re.findall(r"^([a-z0-9.-]+)==([^ ]+)", (ROOT / "locks" / "run.txt").read_text(), re.MULTILINE)
    )


def _listed() -> dict[str, str]:
    """Licence by name, of the manual."""
    text = (ROOT / "docs" / "licences.md").read_text()
    return dict(re.findall(r"^\| ([a-z0-9.-]+) \| ([^|]+) \|$", text.partition("| --- |")[2], re.MULTILINE))


def test_the_manual_names_the_licence_of_every_package_that_is_locked() -> None:
    assert list(_listed()) == sorted(_locked())


def test_the_licences_are_those_that_the_packages_declare() -> None:
    for name, licence in _listed().items():
        if name in ("colorama", "tzdata"):  # for Windows only
            continue
        declared = metadata.metadata(name)
        if "License-Expression" in declared:
            told = declared["License-Expression"]
            assert licence.replace(" and ", " AND ").replace(" or ", " OR ") == told, name


def test_no_package_is_under_a_licence_that_would_bind_satchel() -> None:
    strict = {name for name, licence in _listed().items() if re.search(r"(?<!L)GPL|AGPL|SSPL|EUPL", licence)}
    assert strict == set()
    assert {name for name, licence in _listed().items() if "LGPL" in licence} == {
        "psycopg", "psycopg-binary", "psycopg-pool",
    }  # fmt: skip


def test_the_bill_of_materials_has_version_licence_and_hashes_of_what_is_locked(tmp_path: Path) -> None:
    """With a stand-in for the tool, which is installed by `make sbom` alone."""
    tool, file = tmp_path / "tool", tmp_path / "bill.json"
    installed = {
        "components": [
            {
                "name": "Some_Package",
                "version": "1.0",
                "bom-ref": "a",
                "licenses": [{"license": {"id": "MIT"}}],
            },
            {"name": "pytest", "version": "9", "bom-ref": "b"},
        ],
        "dependencies": [{"ref": "a", "dependsOn": ["b"]}, {"ref": "b"}],
    }
    hashes = [{"type": "distribution", "hashes": [{"alg": "SHA-256", "content": "00"}]}]
    locked = {
        "components": [
            {"name": "some-package", "version": "1.0", "bom-ref": "l1", "externalReferences": hashes},
            {"name": "elsewhere", "version": "2.0", "bom-ref": "l2", "externalReferences": hashes},
        ]
    }
    tool.write_text(
        f"#!{sys.executable}\nimport sys\nprint({json.dumps(json.dumps(installed))} if sys.argv[1] == 'environment'"
        f" else {json.dumps(json.dumps(locked))})\n"
    )
    tool.chmod(0o755)
    script = [sys.executable, str(ROOT / "scripts" / "sbom.py"), str(tool), "lock", "python", str(file)]
    subprocess.run(script, check=True, capture_output=True)
    bill = json.loads(file.read_text())
    assert [(each["name"], each["version"]) for each in bill["components"]] == [
        ("Some_Package", "1.0"),
        ("elsewhere", "2.0"),
    ]
    assert all(each["externalReferences"] == hashes for each in bill["components"])
    assert bill["dependencies"] == [{"ref": "a", "dependsOn": []}]
