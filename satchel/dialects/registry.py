"""The protocols that are served. One more is a folder, and a line here."""

from __future__ import annotations

from satchel.dialects.feeds.dialect import FEEDS
from satchel.dialects.http.router import checked
from satchel.dialects.instapaper.dialect import INSTAPAPER
from satchel.dialects.instapaper_full.dialect import INSTAPAPER_FULL
from satchel.dialects.instapaper_v2.dialect import INSTAPAPER_V2
from satchel.dialects.open_pocket.dialect import OPEN_POCKET
from satchel.dialects.pocket.dialect import POCKET

DIALECTS = checked(POCKET, OPEN_POCKET, INSTAPAPER, INSTAPAPER_FULL, INSTAPAPER_V2, FEEDS)
