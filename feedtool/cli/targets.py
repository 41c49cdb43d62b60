"""``feedtool targets``: the targets of a project, the types there are, and what a server can do."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedtool.cli import report
from feedtool.findings import Finding, UsageError

if TYPE_CHECKING:
    from feedtool.publish.target import Option
    from feedtool.publish.targets import Configured

_ROOT = click.option("-C", "root", type=click.Path(path_type=Path), default=Path(), help="The project's folder.")


@click.group(name="targets")
def command() -> None:
    """List targets and their types, or try what a server can do."""


@command.command(name="list")
@_ROOT
def list_(root: Path) -> None:
    """The targets of feedtool.toml, each with its type."""
    from feedtool.publish import targets

    found = targets.load(root)
    if not found:
        report.say("There is no target yet: add a table [targets.NAME] to feedtool.toml.")
    for one in found.values():
        note = f"  (experimental: {one.module.EXPERIMENTAL})" if one.module.EXPERIMENTAL else ""
        report.say(f"{one.name}: {one.type}{note}")


@command.command(name="types")
@click.argument("name", metavar="[TYPE]", required=False)
def types(name: str | None) -> None:
    """The types of targets; with TYPE its keys and secrets."""
    from feedtool.publish import targets

    if name is None:
        for one in targets.types():
            report.say(one)
        return
    if name not in targets.types():
        hint = f"The types are: {', '.join(targets.types())}."
        raise UsageError(Finding(code="FT901", message=f"{name!r} is no type of target", hint=hint))
    module = targets.module(name)
    about, _, _ = f"{module.__doc__ or ''}\n".replace(".\n", ". ").partition(". ")
    report.say(f"{name}: {about}.")
    if module.EXPERIMENTAL:
        report.say(f"experimental: {module.EXPERIMENTAL}")
    report.say("\nkeys of [targets.NAME]:")
    for option in targets.options(name):
        report.say(f"  {option.name:15} {option.meaning}{_default(option)}")
    report.say("\nsecrets (feedtool auth login NAME):" if module.SECRETS else "\nno secrets")
    for secret in module.SECRETS:
        report.say(f"  {secret.name:15} {secret.meaning}{'' if secret.required else ' (may be missing)'}")


@command.command(name="probe")
@click.argument("name", metavar="[TARGET]", required=False)
@_ROOT
def probe(name: str | None, root: Path) -> None:
    """Try with small files what the server of TARGET can do, and remember it.

    At a podcast host nothing is written: only the login and the list of episodes are tried.
    """
    from feedtool.publish import credentials, memory, targets
    from feedtool.publish.faults import faults_of
    from feedtool.publish.retry import again

    target = targets.choose(root, name)
    if target.kind == "host":
        sys.exit(_login(target))
    seen = memory.seen(root, target.name, target.site)
    with faults_of(f"target {target.name}"):
        secret = credentials.lookup(target.name, target.module.SECRETS, target.server)
        store = target.connect(secret, None)
        with closing(store):
            seen.capabilities = again(store.probe)
    memory.keep(root, target.name, seen)
    for can, meaning in _MEANINGS.items():
        report.say(f"{'yes' if getattr(seen.capabilities, can) else 'no ':4} {meaning}")


def _login(target: Configured) -> int:
    """Try the login of a host and its list, as the doctor does; the exit code."""
    from feedtool.publish.doctor import State, there

    lines = [*there.target(target)]
    for line in lines:
        report.say(str(line))
    report.say(f"{target.name} keeps episodes, not files: more than that cannot be tried without publishing.")
    return 3 if any(line.state is State.ERROR for line in lines) else 0


_MEANINGS = {
    "conditional": "refuses a write when somebody else changed the file",
    "exclusive": "lets only one of two publishers in",
    "retag": "takes a new tag without the audio being sent again",
    "atomic": "shows the old file or the new one, never a part",
    "typed": "keeps media types and cache-control",
}


def _default(option: Option) -> str:
    if option.required:
        return " (needed)"
    return "" if option.default in (None, "") else f" (default: {str(option.default).lower()})"
