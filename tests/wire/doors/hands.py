"""The doors through which one person acts: each protocol, and the pages."""

from __future__ import annotations

import json
import uuid
from typing import Any

from satchel.library import signing
from satchel.store import users
from tests.web.reading import ids
from tests.wire import http
from tests.wire.doors.shelf import Row, View
from tests.wire.instapaper_full.program import Program
from tests.wire.pocket_common import get
from tests.wire.server import Wire
from tests.wire.surfer import Surfer

PASSWORD = "correct horse"
MANY = 500


class Simple:
    """Instapaper's Simple API: it adds, and does nothing else."""

    def __init__(self, wire: Wire, name: str) -> None:
        self._wire, self._name = wire, name

    def save(self, url: str, title: str, note: str) -> None:
        """Save a link."""
        sent = {
            "username": self._name,
            "password": PASSWORD,
            "url": url,
            "title": title,
            "selection": note,
        }
        assert self._wire.post("/api/add", sent).text == "201"


class Full(Program):
    """The Full API, version 1.1."""

    def __init__(self, wire: Wire, name: str) -> None:
        super().__init__(wire, "")
        library = wire.library
        person = library.store.read(lambda tx: users.by_name(tx, name))
        app = library.store.read(lambda tx: signing.signer(tx, library.seal, self.key, ""))
        assert person
        self.token, self.token_secret = library.run_sync(
            signing.issue_token, library.seal, person.id, app.app_id
        )

    def view(self) -> View:
        """What it tells."""
        there = self.call("folders/list")
        names = ["unread", "archive", "starred", *(each["folder_id"] for each in there)]
        lists = {name: self.list(folder_id=name, limit=MANY) for name in names}
        held = {name: [each["bookmark_id"] for each in found["bookmarks"]] for name, found in lists.items()}
        archive = set(held["archive"])
        rows = {
            each["bookmark_id"]: Row(
                each["title"] if each["title"].startswith("T") else "", each["description"], each["starred"] == "1",
                each["bookmark_id"] in archive, tuple(sorted(tag["name"] for tag in each["tags"])),
                (round(each["progress"] * 1000), each["progress_timestamp"]),
                tuple(sorted(
                    (mark["text"], mark["note"] or "") for mark in found["highlights"]
                    if mark["bookmark_id"] == each["bookmark_id"]
                )),
            )
            for found in lists.values() for each in found["bookmarks"]
        }  # fmt: skip
        folders = [(each["title"], held[each["folder_id"]]) for each in there]
        return View(held["unread"], archive, set(held["starred"]), folders, rows, None)


class Newest:
    """The API of version 2."""

    def __init__(self, wire: Wire, name: str) -> None:
        self._wire = wire
        self._given = {"Authorization": f"Bearer {wire.token(name)}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, **body: Any) -> http.Reply:
        """Call it."""
        sent = json.dumps(body).encode() if body else b""
        return self._wire.raw(http.request(method, f"/api/2{path}", sent, self._given, None))

    def call(self, method: str, path: str, **body: Any) -> Any:
        """The answer to a call that succeeds."""
        reply = self.ask(method, path, **body)
        assert reply.status == 200, (method, path, body, reply.text)
        return reply.json()

    def _held(self, query: str) -> list[int]:
        found = self.call("GET", f"/bookmarks?limit={MANY}&{query}")
        assert found["total"] == len(found["bookmarks"])
        return [each["id"] for each in found["bookmarks"]]

    def view(self) -> View:
        """What it tells."""
        folders = [
            (each["title"], each["count"], self._held(f"folder_id={each['id']}"))
            for each in self.call("GET", "/folders")["folders"]
        ]
        assert all(count == len(held) for _, count, held in folders)
        rows = {}
        for each in self.call("GET", f"/bookmarks?since=1&limit={MANY}")["bookmarks"]:
            marks = self.call("GET", f"/bookmarks/{each['id']}/highlights")["highlights"]
            title, note = each["title"] or "", each["description"] or ""
            place = each["progress"]
            rows[each["id"]] = Row(
                title if title.startswith("T") else "", note if note.startswith("N") else "", each["liked"],
                each["archived"], tuple(sorted(tag["name"] for tag in each["tags"])),
                (round(place["percentage"] * 1000), place["timestamp"]),
                tuple(sorted((mark["text"], mark["note"] or "") for mark in marks)),
            )  # fmt: skip
        tags = {each["name"]: each["count"] for each in self.call("GET", "/tags")["tags"] if each["count"]}
        return View(
            self._held("section=home"), set(self._held("section=archive")), set(self._held("section=liked")),
            [(title, held) for title, _, held in folders], rows, tags,
        )  # fmt: skip


class Pocket:
    """Pocket's API, which knows no folders: what is in them is unread."""

    def __init__(self, wire: Wire, name: str) -> None:
        self._wire, self._name = wire, name

    def act(self, **action: Any) -> Any:
        """One act; its result."""
        sent = {"actions": json.dumps([action]), **self._wire.credentials(self._name)}
        (result,) = self._wire.post("/v3/send", sent).json()["action_results"]
        return result

    def view(self) -> View:
        """What it tells."""
        found = get(self._wire, self._name, state="all", detailType="complete", annotations=1)["list"]
        rows = {
            int(number): Row(
                row["given_title"], None, row["favorite"] == "1", row["status"] == "1",
                tuple(sorted(row.get("tags", ()))), None,
                tuple(sorted((each["quote"], None) for each in row.get("annotations", ()))),
            )
            for number, row in (found.items() if found else ())
        }  # fmt: skip
        liked = {number for number, row in rows.items() if row.liked}
        return View(None, {number for number, row in rows.items() if row.archived}, liked, None, rows, None)


class Pages:
    """The pages, in a browser with script."""

    def __init__(self, wire: Wire, name: str) -> None:
        self._surfer = Surfer(wire)
        self._surfer.sign_in(name, PASSWORD)

    def act(self, **act: Any) -> str:
        """One act as a script sends it; what became of it."""
        wire = self._surfer.wire
        body = {"now": wire.clock.now(), "acts": [{"uuid": str(uuid.uuid4()), **act}]}
        reply = self._send("/acts", body)
        assert reply.status == 200, reply.text
        (answer,) = json.loads(reply.text)["acts"]
        return str(answer["status"])

    def stand(self, number: int, share: int, ago: int) -> None:
        """Say that the person stood somewhere, so many seconds ago."""
        told = {"at": 0, "share": share, "version": 0, "time": 10**12 - ago * 1000, "now": 10**12}
        assert self._send(f"/read/{number}/place", told).status == 200

    def _send(self, path: str, body: object) -> http.Reply:
        given = {
            "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._surfer.cookies.items()),
        }  # fmt: skip
        return self._surfer.wire.raw(http.request("POST", path, json.dumps(body).encode(), given, None))

    def change_folder(self, **fields: str) -> None:
        """Send a form of the page of folders."""
        self._surfer.get("/folders")
        form = self._surfer.form("/folders").fields["form"]
        assert self._surfer.post("/folders", {"form": form, **fields}).status == 303

    def view(self, folders: dict[int, str]) -> View:
        """What the pages show."""
        held = {path: ids(self._surfer.get(path)) for path in ("/", "/archive", "/favourites")}
        of_folders = [
            (title, ids(self._surfer.get(f"/folder/{number}"))) for number, title in folders.items()
        ]
        return View(held["/"], set(held["/archive"]), set(held["/favourites"]), of_folders, None, None)
