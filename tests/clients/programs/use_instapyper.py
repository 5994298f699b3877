"""Does all that the package `instapyper` can do, waiting or not; only the host is another one, if one is named."""

import asyncio
import json
import sys

from instapyper import async_client as eager
from instapyper import client as waiting
from instapyper.exceptions import AuthenticationError, InstapaperError

facts = json.loads(sys.argv[1])
if facts.get("host"):
    waiting.BASE_URL = eager.BASE_URL = facts["host"]
keys = facts["consumer_key"], facts["consumer_secret"]
who = facts["name"], facts["password"]


def told(bookmark):
    return {
        "id": bookmark.bookmark_id,
        "url": bookmark.url,
        "title": bookmark.title,
        "starred": bookmark.starred,
        "progress": bookmark.progress,
        "tags": [tag.name for tag in bookmark.tags],
        "extra": bookmark.extra,
        "source": bookmark.private_source,
        "description": bookmark.description,
        "hash": bookmark.hash,
    }


def wait():
    said = {}
    mine = waiting.Instapaper(*keys)
    said["user"] = vars(mine.login(*who))
    again = waiting.Instapaper(*keys)
    again.login_with_token(mine.oauth_token, mine.oauth_token_secret)
    mine = again
    folder = mine.create_folder("Kitchen & more")
    other = mine.create_folder("Cellar")
    said["folders"] = [folder.title, folder.slug, folder.extra, folder.sync_to_mobile]
    mine.set_folder_order({folder.folder_id: 1, other.folder_id: 0})
    said["order"] = [each.title for each in mine.get_folders()]
    added = mine.add_bookmark(facts["url"], title="Söme title", description="Why & how", tags=["one", "zwei"])
    said["added"] = told(added)
    said["listed"] = [told(each) for each in mine.get_bookmarks()]
    said["tagged"] = len(mine.get_bookmarks(tag="zwei")), len(mine.get_bookmarks(tag="none"))
    said["text"] = added.text
    said["had"] = len(mine.get_bookmarks(have=f"{added.bookmark_id}:{added.hash}"))
    said["starred"] = told(added.star())
    said["stars"] = len(mine.get_bookmarks("starred"))
    said["unstarred"] = told(added.unstar())
    said["read"] = told(added.update_progress(0.375))
    mark = added.create_highlight("something to say for itself", position=2)
    said["mark"] = [mark.text, mark.position, mark.note, mark.extra]
    both = mine.get_bookmarks_with_highlights()
    said["marks"] = [len(both.bookmarks), len(both.highlights), len(mine.get_highlights(added.bookmark_id))]
    mark.delete()
    said["unmarked"] = len(added.get_highlights())
    added.archive()
    said["archive"] = len(mine.get_bookmarks()), len(mine.get_bookmarks("archive"))
    added.unarchive()
    added.move(folder.folder_id)
    said["filed"] = len(mine.get_bookmarks()), len(mine.get_bookmarks(folder.folder_id))
    folder.delete()
    said["unfiled"] = len(mine.get_folders()), len(mine.get_bookmarks("archive"))
    private = mine.add_bookmark(
        "", title="A letter", content="<p>Dear reader, all is well here.</p>" * 5, is_private_from_source=True
    )
    said["private"] = told(private), private.text.count("all is well")
    private.delete()
    said["left"] = len(mine.get_bookmarks())
    try:
        mine.star_bookmark(private.bookmark_id)
    except InstapaperError as error:
        said["error"] = error.code
    try:
        waiting.Instapaper(*keys).login(who[0], "wrong")
    except AuthenticationError as error:
        said["wrong"] = str(error)
    return said


async def hurry():
    said = {}
    async with eager.AsyncInstapaper(*keys) as mine:
        said["user"] = vars(await mine.login(*who))
        added = await mine.add_bookmark(facts["url"], archived=True, resolve_final_url=False)
        said["added"] = told(added)
        listed = await asyncio.gather(*(mine.get_bookmarks("archive", limit=500) for _ in range(5)))
        said["listed"] = [len(each) for each in listed]
        said["text"] = await added.get_text()
        await added.delete()
        said["left"] = len(await mine.get_bookmarks("archive"))
    return said


# The library under the eager half asks for addresses without ports, which our name server leads nowhere.
print(json.dumps({"waiting": wait(), "eager": asyncio.run(hurry()) if facts.get("host") else None}))
