"""Every call of the official client of API v2; only the base address is another one."""

import json
import sys
from dataclasses import asdict

from instapaper import APIError, Instapaper, OAuth, OAuthError

facts = json.loads(sys.argv[1])
B = facts["host"]
client = Instapaper(facts["access_token"], base_url=B)
said = {}
now = int(facts["now"])


def told(work):
    """The kind, status and message of the error that `work` meets."""
    try:
        work()
    except APIError as error:
        return [type(error).__name__, error.status, error.message]
    return None


said["me"] = asdict(client.me())
folder = client.folders.create("Recipes")
other = client.folders.create("Long reads")
said["folders"] = [asdict(each) for each in client.folders.list()]
said["reordered"] = [asdict(each) for each in client.folders.reorder({other.id: 1})]
saved = client.bookmarks.save(facts["url"], tags=["Cooking", "slow food"], folder_id=folder.id)
said["saved"] = asdict(saved)
said["again"] = asdict(client.bookmarks.save(facts["url"], title="A title of my own", description="Why"))
second = client.bookmarks.save(facts["other"], title="Another", archived=True, canonicalize=False)
said["second"] = asdict(second)
private = client.bookmarks.save(
    private_source="Acme Reader", content=facts["content"], title="A private one", tags=["mail"]
)
said["private"] = asdict(private)
given = client.bookmarks.save(facts["third"], content=facts["content"], title="Given")
said["given"] = asdict(given)
said["lists"] = {
    "home": [each.id for each in client.bookmarks.list()],
    "archive": [each.id for each in client.bookmarks.list(section="archive", limit=50)],
    "folder": [each.id for each in client.bookmarks.list(folder_id=folder.id)],
    "tag": [each.id for each in client.bookmarks.list(tag="slow food")],
    "liked": [each.id for each in client.bookmarks.list(section="liked")],
}
said["all"] = [each.id for each in client.bookmarks.iterate(page_size=1)]
said["updated"] = asdict(
    client.bookmarks.update(saved.id, title="Renamed", description="", progress=0.42, progress_timestamp=now)
)
said["late"] = asdict(client.bookmarks.update(saved.id, progress=0.9, progress_timestamp=now - 60))
said["liked"] = client.bookmarks.like(saved.id).liked
said["unliked"] = client.bookmarks.unlike(saved.id).liked
said["archived"] = asdict(client.bookmarks.archive(saved.id))
said["unarchived"] = asdict(client.bookmarks.unarchive(saved.id))
said["moved"] = asdict(client.bookmarks.move_to_folder(second.id, other.id))
slow = next(tag for tag in client.tags.list() if tag.name == "slow food")
said["tagged"] = asdict(client.bookmarks.update_tags(saved.id, add=["fresh"], remove=[slow.id]))
made = client.tags.create("unused")
said["made"] = asdict(made)
said["renamed"] = asdict(client.tags.rename(made.id, "Of use"))
said["tagged_by_id"] = asdict(client.bookmarks.update_tags(second.id, add=[made.id]))
said["tags"] = [asdict(each) for each in client.tags.list()]
said["parsed"] = asdict(client.bookmarks.parse(saved.id))
said["parsed_anew"] = asdict(client.bookmarks.parse(saved.id, use_cache=False, force=True))["content"][
    "words"
]
said["parsed_private"] = asdict(client.bookmarks.parse(private.id))
said["parsed_given"] = asdict(client.bookmarks.parse(saved.id, content=facts["content"]))
mark = client.highlights.create(saved.id, "Notes are kept", note="Mine", position=1)
said["mark"] = asdict(mark)
said["marks"] = [asdict(each) for each in client.highlights.list(saved.id)]
client.highlights.delete(mark.id)
said["unmarked"] = told(lambda: client.highlights.delete(mark.id))
client.bookmarks.delete(given.id)
changes = client.bookmarks.sync(1, page_size=2)
said["changes"] = {
    "ids": [each.id for each in changes.bookmarks],
    "deleted": changes.deleted_ids,
    "total": changes.total,
}
client.folders.delete(other.id)
said["home_again"] = client.bookmarks.list().total
said["errors"] = {
    "token": told(lambda: Instapaper("wrong", base_url=B).me()),
    "bookmark": told(lambda: client.bookmarks.like(999999)),
    "folder": told(lambda: client.folders.delete(999999)),
    "url": told(lambda: client.bookmarks.save("not a link at all")),
    "call": told(lambda: client._requester.request("GET", "/nothing")),
}
oauth = OAuth(facts["consumer_key"], facts["secret"], facts["redirect"], base_url=B)
said["link"] = oauth.authorization_url(state="s&t")
if "code" in facts:
    token = oauth.exchange_code(facts["code"])
    said["token"] = [
        token.token_type,
        asdict(token.user),
        asdict(Instapaper(token.access_token, base_url=B).me()),
    ]
    try:
        oauth.exchange_code(facts["code"])
    except OAuthError as error:
        said["twice"] = [error.status, error.error]
print(json.dumps(said))
