"""Tags as the family cleans them up."""

from __future__ import annotations

from satchel.base.errors import Invalid
from satchel.base.text import tag_form
from satchel.dialects.http import form_arrays
from satchel.dialects.http.params import Params, parse_json

MAX_TAG_CHARACTERS = 25  #: characters
MAX_NAMES = 5000  #: names in one list; far more than are kept, and few enough to be looked at
UNTAGGED = "_untagged_"  #: not a tag: what items without tags are asked for by


def tag(text: str) -> str:
    """`text` as a tag: in its one form, 25 characters; "" where nothing is left."""
    name = tag_form(text)[:MAX_TAG_CHARACTERS].rstrip()
    return "" if name == UNTAGGED else name


def texts(value: object) -> list[str]:
    """The tags in a comma-separated text or a list of texts, as they were sent.

    Forms carry the list as JSON text, too. Raises `Invalid` for anything else.
    """
    value = form_arrays.entries(value)
    if value is None or value == "":
        return []
    if isinstance(value, str):
        listed = _listed(value) if value.lstrip().startswith("[") else None
        if listed is None:
            return _bearable(value.split(",", MAX_NAMES))
        value = listed
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, list):
        return _bearable([text for part in value[: MAX_NAMES + 1] for text in texts(_flat(part))])
    raise Invalid("The parameter tags is neither text nor a list.", field="tags")


def _listed(text: str) -> list[object] | None:
    """The list of texts that JSON text holds; None for any other text, which may well begin with a bracket."""
    try:
        value = parse_json(text)
    except Invalid:
        return None
    return value if isinstance(value, list) and all(isinstance(each, str) for each in value) else None


def _bearable(names: list[str]) -> list[str]:
    if len(names) > MAX_NAMES:
        raise Invalid("The parameter tags names too many.", field="tags")
    return names


def _flat(part: object) -> object:
    if isinstance(part, list):
        raise Invalid("The parameter tags is a list of lists.", field="tags")
    return part


def tags(params: Params) -> tuple[str, ...]:
    """The tags that were sent, cleaned up, each once, in their order. Raises `Invalid`."""
    return tuple(dict.fromkeys(name for name in map(tag, texts(params.get("tags"))) if name))


def bearing(params: Params) -> tuple[str, ...]:
    """`tags`, and their long forms too: other doors allow longer tags, and those can be removed."""
    long = map(tag_form, texts(params.get("tags")))
    return tuple(dict.fromkeys((*tags(params), *(name for name in long if len(name) > MAX_TAG_CHARACTERS))))
