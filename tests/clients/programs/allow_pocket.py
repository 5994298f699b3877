"""Asks to be let in with the package `pocket`, then saves, changes and lists. Nothing in it is changed."""

import json
import sys

from pocket import Pocket

facts = json.loads(sys.argv[1])
key = facts["consumer_key"]
code = Pocket.get_request_token(key, facts["redirect"])
print(json.dumps({"link": Pocket.get_auth_url(code, facts["redirect"])}), flush=True)
sys.stdin.readline()
said = {"credentials": Pocket.get_credentials(key, code)}
client = Pocket(key, said["credentials"]["access_token"])
item = client.add(facts["url"], title="From afar")[0]["item"]
said["added"] = item
said["modified"] = client.favorite(item["item_id"]).tags_add(item["item_id"], "afar").commit()[0]
said["listed"] = client.get(state="all", detailType="complete")[0]
try:
    Pocket.get_access_token(key, code)
except Exception as error:
    said["again"] = str(error)
print(json.dumps(said))
