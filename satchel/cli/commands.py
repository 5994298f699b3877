"""All commands together."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import satchel
from satchel.cli import (
    apps,
    backup,
    config,
    exporting,
    extract,
    importing,
    move,
    refetch,
    save,
    search,
    tokens,
    upkeep,
    users,
)
from satchel.serving.options import SERVE, WORKER

app = typer.Typer(
    name="satchel",
    help="A read-it-later server of your own.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Plain words: a screen reader, a pipe and a narrow terminal make nothing of boxes.
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        print(f"satchel {satchel.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def _elsewhere() -> None:
    """Carried out by what serves."""


# Listed here; `main` never lets them come to this point.
app.command("serve", help=SERVE)(_elsewhere)
app.command("worker", help=WORKER)(_elsewhere)
app.command()(upkeep.migrate)
app.add_typer(users.app, name="user")
app.add_typer(apps.app, name="app")
app.add_typer(tokens.app, name="token")
app.command()(save.save)
app.command()(search.search)
app.command("import")(importing.import_file)
app.command("export")(exporting.export)
app.command()(extract.extract)
app.command()(refetch.refetch)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(move.move)
app.command()(upkeep.reindex)
app.command()(upkeep.check)
app.command()(config.config)


def carry_out(words: list[str]) -> int:
    """Run the command; its exit status, 2 when it is written wrongly."""
    try:
        status = app(args=words, prog_name="satchel", standalone_mode=False)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        said = error.format_message().strip()
        if context is not None and said and "\n" not in said:
            said = f"{said.removesuffix('.')}. Help: {context.command_path} --help"
        if said:
            # Of several lines is only the help, shown to whoever named no command.
            print(said, file=sys.stdout if "\n" in said else sys.stderr)
        return error.exit_code
    except typer.Abort:
        return 130
    return status if isinstance(status, int) else 0
