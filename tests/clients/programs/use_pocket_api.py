"""Saves, changes and lists with the package `pocket-api`; only the host is another one."""

import json
import sys

from pocket import Pocket, PocketAutException, PocketException

facts = json.loads(sys.argv[1])
Pocket.api_url = facts["host"] + "/v3"

client = Pocket(facts["consumer_key"], facts["access_token"])
said = {}
item = client.add(facts["url"], title="A title of my own", tags=["one", "two"])["item"]
said["added"] = item
client.archive(item["item_id"]).favorite(item["item_id"]).tags_replace(item["item_id"], ["three", "four"])
client.bulk_add(None, url=facts["other"], tags=["five"])
client.tag_rename("four", "vier")
said["modified"] = client.commit()
said["archived"] = client.retrieve(state="archive", detailType="complete", sort="newest", count=10, offset=0)
said["tagged"] = client.retrieve(tag="vier", state="all")
client.reset()
client.delete(item["item_id"])
said["deleted"] = client.commit()
for name, key, token in (
    ("token", facts["consumer_key"], "1-wrong"),
    ("key", "1-wrong", facts["access_token"]),
):
    try:
        Pocket(key, token).retrieve()
    except PocketException as error:
        said[name] = [
            error.http_code, error.error_code, error.message, error.key_limit, isinstance(error, PocketAutException)
        ]  # fmt: skip
print(json.dumps(said))
