"""Whether a rule still does what its samples say."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from satchel.model.articles import Article
from satchel.pipeline.rules.rule import Rule, Sample

MAX_SAMPLE = 10_000_000  #: bytes


def read_sample(folder: Path, sample: Sample) -> bytes:
    """The page of a sample. Raises OSError; a name that leads out of the folder is not followed."""
    name = Path(sample.file).name
    if name != sample.file:
        raise FileNotFoundError(2, "a sample lies beside its rule", sample.file)
    with (folder / name).open("rb") as file:
        return file.read(MAX_SAMPLE)


def faults(rule: Rule, sample: Sample, article: Article) -> list[str]:
    """What is not as the sample says, one sentence each; none when the rule works."""
    found: list[str] = []
    if not any(note.startswith(f"rule {rule.name} (") for note in article.log):
        found.append(f"The rule is not the one that is used for {sample.url}.")
    if "rule: the content matches nothing" in article.log:
        found.append("The content matches nothing.")
    authors = tuple(author.name for author in article.authors)
    said = (
        ("title", sample.title, article.title),
        ("authors", sample.authors, authors),
        ("date", sample.published, _day(article.published_at)),
        ("next page", sample.next_page, article.next_page),
    )
    found += [
        f"The {name} is {is_!r}, not {should!r}." for name, should, is_ in said if should and is_ != should
    ]
    text = " ".join(article.text.split())
    found += [f"{piece!r} is missing." for piece in sample.has if " ".join(piece.split()) not in text]
    found += [f"{piece!r} should not be there." for piece in sample.lacks if " ".join(piece.split()) in text]
    if len(article.images) < sample.images:
        found.append(f"There are {len(article.images)} pictures, not {sample.images}.")
    return found


def _day(moment: int | None) -> str:
    return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%d") if moment is not None else ""
