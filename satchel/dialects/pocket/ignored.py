"""Names that apps send among their actions to tell what people looked at.

They change nothing here and succeed, so that the real actions beside them count.
"""

from __future__ import annotations

IGNORED = frozenset(
    (
        "opened_app",
        "closed_app",
        "opened_list",
        "opened_article",
        "opened_web",
        "opened_video",
        "opened_item",
        "left_item",
        "loaded_item",
        "item_impression",
        "item_session_start",
        "item_session_pause",
        "item_session_continue",
        "item_session_end",
        "scrolled",
        "search",
        "recent_search",
        "pv",
        "pv_wt",
        "pv_ab",
        "reportArticleView",
        "refresh_library",
        "update_user_setting",
        "register_push_v2",
        "follow_user",
        "post_like",
        "shared_to",
        "share_added",
        "share_ignored",
        "share_post",
    )
)
