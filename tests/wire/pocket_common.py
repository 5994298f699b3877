"""What the tests of both Pocket doors check again and again."""

from __future__ import annotations

from typing import Any

from tests.wire.http import Reply
from tests.wire.server import Wire

LIMITS = {f"x-limit-{who}-{what}" for who in ("user", "key") for what in ("limit", "remaining", "reset")}

PARAGRAPH = (
    "The river had been rising since the morning, and by noon the lower meadow was a lake on which the fence "
    "posts stood like birds. Nobody in the village could remember such a spring, though many tried. "
)

STORY = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>The river in the meadow</title>
<meta property="og:title" content="The river in the meadow"><meta property="og:site_name" content="The Weir">
<meta property="og:image" content="http://story.example.com/lead.jpg">
<meta name="author" content="Anna Weber"><meta property="article:published_time" content="2020-03-01T12:00:00Z">
</head><body><article><h1>The river in the meadow</h1>{"".join(f"<p>{PARAGRAPH}</p>" for _ in range(12))}
<p><img src="/one.jpg" width="800" height="600" alt="The meadow"></p>
</article></body></html>"""

#: The keys of a resolved item object, in the order of the original, but for the optional ones.
ITEM_KEYS = [
    "item_id", "normal_url", "resolved_id", "extended_item_id", "resolved_url", "domain_id", "origin_domain_id",
    "response_code", "mime_type", "content_length", "encoding", "date_resolved", "date_published", "title", "excerpt",
    "word_count", "innerdomain_redirect", "login_required", "has_image", "has_video", "is_index", "is_article",
    "used_fallback", "lang", "time_first_parsed", "authors", "images", "videos", "resolved_normal_url", "given_url",
]  # fmt: skip


def page(wire: Wire, url: str = "http://story.example.com/river", html: str = STORY, **how: Any) -> str:
    """Put a page on the web of the test; its address."""
    wire.web.page(url, html, **how)
    return url


def limits(reply: Reply) -> set[str]:
    """The limit headers of an answer."""
    return {name for name in reply.headers if name.startswith("x-limit-")}


def assert_failed(reply: Reply, status: int, code: int, text: str | None = None) -> None:
    """The answer is a failure in Pocket's shape."""
    assert (reply.status, reply.headers.get("x-error-code")) == (status, str(code)), reply
    assert reply.headers["status"].startswith(f"{status} ")
    assert reply.text == reply.headers["status"]
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.headers["x-error"].isascii()
    assert reply.headers["x-error"]
    assert limits(reply) == LIMITS
    if text is not None:
        assert reply.headers["x-error"] == text


def add(wire: Wire, url: str, user: str = "alice", **values: Any) -> dict[str, Any]:
    """Add a link through /v3/add; its item object."""
    reply = wire.post("/v3/add", {"url": url, **values, **wire.credentials(user)}, type="json")
    assert reply.status == 200, reply
    item: dict[str, Any] = reply.json()["item"]
    return item


def send(wire: Wire, *actions: dict[str, Any], user: str = "alice") -> dict[str, Any]:
    """Send actions through /v3/send; the answer."""
    reply = wire.post("/v3/send", {"actions": list(actions), **wire.credentials(user)}, type="json")
    assert reply.status == 200, reply
    assert "x-error-code" not in reply.headers
    answer: dict[str, Any] = reply.json()
    assert len(answer["action_results"]) == len(answer["action_errors"]) == len(actions)
    return answer


def get(wire: Wire, user: str = "alice", **values: Any) -> dict[str, Any]:
    """A list of /v3/get; the answer."""
    reply = wire.post("/v3/get", {**values, **wire.credentials(user)}, type="json")
    assert reply.status == 200, reply
    answer: dict[str, Any] = reply.json()
    return answer


def rows(wire: Wire, user: str = "alice", **values: Any) -> list[dict[str, Any]]:
    """The rows of a list of /v3/get, in the order in which they came."""
    found = get(wire, user, **values)["list"]
    return list(found.values()) if found else []


def addresses(wire: Wire, user: str = "alice", **values: Any) -> list[str]:
    """The given addresses of a list's rows."""
    return [row["given_url"] for row in rows(wire, user, **values)]


def gone(number: str) -> dict[str, Any]:
    """The row of a deleted item."""
    return {
        "item_id": number,
        "given_url": "",
        "given_title": "",
        "status": "2",
        "listen_duration_estimate": 0,
    }


def scalars(value: Any) -> list[Any]:
    """All values inside that are neither objects nor lists."""
    if isinstance(value, dict):
        return [inner for part in value.values() for inner in scalars(part)]
    if isinstance(value, list):
        return [inner for part in value for inner in scalars(part)]
    return [value]
