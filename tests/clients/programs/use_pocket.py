"""Saves, changes and lists with the package `pocket`; only the host is another one."""

import json
import sys

import pocket
from pocket import Pocket

facts = json.loads(sys.argv[1])
B = facts["host"]
real_post = Pocket._post_request
Pocket.api_endpoints = {name: f"{B}/v3/{name}" for name in ("add", "send", "get")}
Pocket._post_request = staticmethod(
    lambda url, payload, headers: real_post(url.replace("https://getpocket.com", B), payload, headers)
)

client = Pocket(facts["consumer_key"], facts["access_token"])
said = {}
added, headers = client.add(facts["url"], title="A title of my own", tags="one,two")
item = added["item"]
said["added"] = item
said["limit"] = headers["X-Limit-User-Limit"]
said["modified"], _ = (
    client.archive(item["item_id"]).favorite(item["item_id"]).tags_add(item["item_id"], "three").commit()
)
said["at_once"], _ = client.tags_remove(item["item_id"], "one", wait=False)
said["bulk"], _ = client.bulk_add(None, url=facts["other"], tags="four", time=1600000000).commit()
said["archived"], _ = client.get(state="archive", detailType="complete")
said["deleted"], _ = client.delete(item["item_id"], wait=False)
said["left"], _ = client.get(state="all", detailType="complete")
try:
    Pocket(facts["consumer_key"], "1-wrong").get()
except pocket.AuthException as error:
    said["refused"] = str(error)
print(json.dumps(said))
