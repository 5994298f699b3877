"""How long reading takes."""

from __future__ import annotations

from functools import lru_cache

#: Words that most people read in a minute; of scripts without gaps each letter counts as a word.
PACE = 220
LETTERS_PACE = 500
_LETTERED = ("zh", "ja")


@lru_cache(4096)
def minutes(words: int, language: str = "") -> int:
    """How many minutes so many words of that language take; 0 when there is nothing to read."""
    pace = LETTERS_PACE if language.lower().startswith(_LETTERED) else PACE
    return max(1, round(words / pace)) if words else 0
