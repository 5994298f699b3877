"""What extraction makes of a page, and whether site rules work."""

from __future__ import annotations

import asyncio
import mimetypes
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from satchel import wiring
from satchel.base import urls
from satchel.base.errors import Invalid, Unavailable
from satchel.base.settings import Settings
from satchel.cli import show_item
from satchel.cli.opening import quiet_settings
from satchel.cli.output import AsJson, result, show
from satchel.jobs.following import landed, whole
from satchel.model.articles import Article
from satchel.model.pages import FetchFailed, Page, Reason
from satchel.pipeline.rules.book import read_folder
from satchel.pipeline.rules.check import faults, read_sample
from satchel.pipeline.sandbox import Sandbox

MAX_FILE = 10_000_000  #: bytes, as of a page from the web


class Format(StrEnum):
    """What of an article is printed."""

    ARTICLE = "article"
    HTML = "html"
    TEXT = "text"
    METADATA = "metadata"
    LOG = "log"
    JSON = "json"


def extract(
    source: Annotated[str, typer.Argument(metavar="URL-or-FILE", help="A page on the web or a file.")] = "",
    url: Annotated[str, typer.Option(help="Where the file is from, for its links and site rules.")] = "",
    form: Annotated[Format, typer.Option("--format", help="What to print.")] = Format.ARTICLE,
    check_rules: Annotated[
        Path | None, typer.Option(help="Try the samples of all site rules in this folder instead.")
    ] = None,
    explain: Annotated[
        str, typer.Option(metavar="WORDS", help="Say which rule took these words out of the page.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Show what Satchel makes of a page. Nothing is saved."""
    if bool(source) == (check_rules is not None):
        raise typer.BadParameter("name a URL, a file, or a folder with --check-rules")
    settings = quiet_settings()
    if check_rules is not None:
        _check(check_rules, as_json=as_json)
        return
    file = Path(source)
    page = _from_file(file, url) if "://" not in source and file.is_file() else None
    if page is None and "://" not in source:
        _demand_link(source)
    article = asyncio.run(_extract(settings, page, source, explain))
    if explain:
        print("\n".join(note for note in article.log if note.startswith("explain:")))
        return
    _show(article, Format.JSON if as_json else form)


async def _extract(settings: Settings, given: Page | None, source: str, explain: str) -> Article:
    """The article in the page that is given, or in the one that is fetched from `source`."""
    fetcher, sandbox = wiring.make_fetcher(settings), wiring.make_sandbox(settings)
    try:
        if given is not None:
            return await sandbox.extract(msgspec.structs.replace(given, explain=explain))
        page = msgspec.structs.replace(await fetcher.fetch(urls.read(source).url), explain=explain)
        page, article = await landed(page, await sandbox.extract(page), fetcher, sandbox)
        return await whole(page, article, fetcher, sandbox)
    except FetchFailed as failure:
        detail = f" ({failure.detail})" if failure.detail and failure.reason != Reason.STATUS else ""
        raise Unavailable(
            f"{show_item.worded(failure.reason, failure.status).capitalize()}{detail}."
        ) from failure
    finally:
        await sandbox.aclose()
        await fetcher.aclose()


def _demand_link(source: str) -> None:
    """Raise `Invalid` for what is rather meant as a file."""
    try:
        urls.read(source)
    except Invalid:
        likely = False
    else:
        likely = bool({".", ":"} & set(source.partition("/")[0].strip(".")))
    if not likely:
        raise Invalid(f"There is no file {source}, and it is no link.")


def _from_file(file: Path, url: str) -> Page:
    """A file as if it had been downloaded from `url`, or from nowhere in particular."""
    with file.open("rb") as opened:
        body = opened.read(MAX_FILE + 1)
    if len(body) > MAX_FILE:
        raise Invalid(f"{file} is larger than {MAX_FILE} bytes.")
    address = urls.read(url or f"http://file.invalid/{file.name}".replace(" ", "%20")).url
    return Page(address, 200, mimetypes.guess_type(file.name)[0] or "", "", body)


def _show(article: Article, form: Format) -> None:
    # Loaded for people only: a script that wants JSON need not pay for colours.
    from satchel.cli import show_article

    if form is Format.JSON:
        print(show_article.as_json(article))
    elif form is Format.HTML:
        print(article.html)
    elif form is Format.LOG:
        print("\n".join(article.log))
    else:
        shown = {
            Format.ARTICLE: show_article.article,
            Format.TEXT: show_article.text,
            Format.METADATA: show_article.metadata,
        }[form]
        show(shown(article), soft_wrap=form is Format.TEXT)


def _check(folder: Path, *, as_json: bool) -> None:
    """Print what is wrong with the rules in a folder. Ends with status 1 when anything is."""
    if not folder.is_dir():
        raise Invalid(f"There is no folder {folder}.")
    rules = read_folder(folder)
    problems = [*rules.problems, *asyncio.run(_tried(folder.absolute()))]
    tried = sum(len(rule.samples) for rule in rules.rules)
    said = "\n".join([*problems, f"{len(rules.rules)} rules, {tried} samples, {len(problems)} problems."])
    facts = {"ok": not problems, "rules": len(rules.rules), "samples": tried, "problems": problems}
    result(as_json, facts, said)
    if problems:
        raise typer.Exit(1)


async def _tried(folder: Path) -> list[str]:
    """What the samples of a folder's rules complain of, one sentence each."""
    problems: list[str] = []
    async with Sandbox(rules=folder) as sandbox:
        for rule in read_folder(folder).rules:
            for sample in rule.samples:
                where = f"{rule.name}, {sample.file}"
                try:
                    body = read_sample(folder, sample)
                    article = await sandbox.extract(Page(sample.url, 200, "text/html", "", body))
                except OSError as error:
                    problems.append(f"{where}: The sample cannot be read: {error.strerror}.")
                except FetchFailed as failure:
                    problems.append(f"{where}: {failure.detail}.")
                else:
                    problems += [f"{where}: {fault}" for fault in faults(rule, sample, article)]
    return problems
