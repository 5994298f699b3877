"""Notes that came along with an import, and are longer than any that is written here."""

from __future__ import annotations

from satchel.model.items import MAX_DESCRIPTION_CHARACTERS
from satchel.store.db import Store
from tests.library.bringing import Bringing, row
from tests.library.conftest import Desk
from tests.library.test_versions import say


def test_a_long_note_of_a_file_keeps_nobody_from_editing(store: Store, desk: Desk) -> None:
    bringing = Bringing(store, desk.user)
    (fate,) = bringing.account(bringing.bring(row("https://example.com/", "T", note="word " * 3_000)))
    note = desk.item(fate.item_id).description
    assert len(note) > MAX_DESCRIPTION_CHARACTERS
    item = say(desk, fate.item_id, title="Mine")
    assert (item.title, item.description) == ("Mine", note)
    assert say(desk, fate.item_id, note=note[:-5]).description == note[:-5]
