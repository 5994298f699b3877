"""Does all that the package `instapaper` can do, which signs in the form; only the host is another one."""

import json
import sys

import instapaper

facts = json.loads(sys.argv[1])
instapaper._BASE_ = facts["host"]
said = {}
mine = instapaper.Instapaper(facts["consumer_key"], facts["consumer_secret"])
mine.login(facts["name"], facts["password"])
said["user"] = mine.user()
said["folder"] = mine.create_folder("Kitchen & more")
folder = mine.folders()[0]["folder_id"]
said["saved"] = json.loads(instapaper.Bookmark(mine, {"url": facts["url"], "title": "Söme title"}).save())
(mark,) = mine.bookmarks()
said["listed"] = [mark.bookmark_id, mark.title, mark.starred, mark.progress]
said["text"] = mark.text
said["star"], said["starred"] = mark.star(), mine.bookmarks(folder="starred")[0].starred
said["unstar"] = mark.unstar()
said["highlight"] = json.loads(mark.create_highlight("something to say for itself"))
said["highlights"] = json.loads(mark.get_highlights())
said["unmark"] = mark.delete_highlight(said["highlight"][0]["highlight_id"])
said["archive"] = mark.archive(), len(mine.bookmarks()), len(mine.bookmarks(folder="archive"))
said["unarchive"] = mark.unarchive(), len(mine.bookmarks(have=f"{mark.bookmark_id}:X"))
said["move"] = mark.move(folder), len(mine.bookmarks()), len(mine.bookmarks(folder=folder))
said["private"] = json.loads(
    instapaper.Bookmark(
        mine,
        {
            "content": "<p>Dear reader, all is well.</p>",
            "is_private_from_source": "mail",
            "title": "A letter",
        },
    ).save()
)
said["delete"] = mark.delete(), mark.delete()
said["unfile"] = mine.delete_folder(folder), mine.folders()
try:
    instapaper.Instapaper(facts["consumer_key"], facts["consumer_secret"]).login(facts["name"], "wrong")
except instapaper.InstapaperAuthenticationException as error:
    said["wrong"] = str(error)
print(json.dumps(said))
