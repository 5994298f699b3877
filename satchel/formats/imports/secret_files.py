"""Passwords in an archive of lists: as soon as they are seen, the archive goes, and its lists alone are kept."""

from __future__ import annotations

import os
import shutil
import zipfile
from contextlib import closing
from pathlib import Path

from satchel.formats.imports import archives
from satchel.formats.imports.recognising import Found
from satchel.formats.imports.sources import BLOCK_BYTES, opened

_NAMELESS = zipfile.ZipInfo("x").date_time


def remove(found: Found) -> None:
    """Have nothing but the members of its lists lie at the path of an archive; it can be read as it was before.

    Raises `OSError` where there is no room for them.
    """
    path = Path(found.path)
    kept = path.with_name(f"{path.name}-kept")
    wanted = {name for part in found.parts for name in part.members}
    try:
        with closing(archives.open_archive(path)) as archive, zipfile.ZipFile(kept, "w") as lists:
            os.chmod(kept, 0o600)
            for name, source in archive.sources().items():
                if name not in wanted:
                    continue
                member = zipfile.ZipInfo(name, _NAMELESS)
                member.compress_type = zipfile.ZIP_DEFLATED
                with opened(source) as reader, lists.open(member, "w", force_zip64=True) as writer:
                    while block := reader.read(BLOCK_BYTES):
                        writer.write(block)
        if path.is_dir():
            shutil.rmtree(path)
        kept.replace(path)
    finally:
        kept.unlink(missing_ok=True)
