"""Asks to be let in with the package `pocket-api`, then saves, changes and lists. Nothing in it is changed."""

import json
import sys

from pocket import Pocket

facts = json.loads(sys.argv[1])
client = Pocket(facts["consumer_key"])
code = client.get_request_token(facts["redirect"])
# This package knows no page; its manual has people make the address by hand, like this.
link = f"https://getpocket.com/auth/authorize?request_token={code}&redirect_uri={facts['redirect']}"
print(json.dumps({"link": link}), flush=True)
sys.stdin.readline()
said = {"credentials": client.get_user_profile(code)}
client = Pocket(facts["consumer_key"], said["credentials"]["access_token"])
item = client.add(facts["url"], title="From afar")["item"]
said["added"] = item
client.favorite(item["item_id"]).tags_add(item["item_id"], ["afar"])
said["modified"] = client.commit()
said["listed"] = client.retrieve(state="all", detailType="complete")
said["again"] = client.get_access_token(code)
print(json.dumps(said))
