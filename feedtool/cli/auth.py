"""``feedtool auth``: put secrets of targets where publishing finds them, without showing them to anybody.

No option and no argument takes a secret: what stands on a command line stands in the shell's history and in the list
of processes as well.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from feedtool.cli import report
from feedtool.findings import Finding, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feedtool.publish.target import Secret

_ROOT: Final = click.option(
    "-C", "root", type=click.Path(path_type=Path), default=Path(), help="The project's folder.  [default: here]"
)
_MORE: Final = click.argument("more", nargs=-1, type=click.UNPROCESSED, metavar="")
"""What is refused, rather than repeated by an error of click's."""
_ANY: Final = {"ignore_unknown_options": True}
_LONGEST: Final = 1 << 16
"""Characters read from stdin."""


@click.group(name="auth")
def command() -> None:
    """Keep the secrets that targets need: passwords, keys, tokens.

    They are looked for in the environment (FEEDTOOL_TARGET_NAME), the system's keyring, and a file that only you can
    read. No command takes one as an argument.
    """


@command.command(name="login", context_settings=_ANY)
@click.argument("target")
@_MORE
@_ROOT
@click.option("--stdin", "piped", is_flag=True, help="Read lines NAME=VALUE from stdin instead of asking.")
@click.option(
    "--in", "place", type=click.Choice(["keyring", "file"]), help="Where to keep them.  [default: keyring if it works]"
)
def login_command(
    target: str, more: tuple[str, ...], root: Path, *, piped: bool, place: Literal["keyring", "file"] | None
) -> None:
    """Ask for the secrets of TARGET, without echo, and keep them.

    TARGET is a target of feedtool.toml, or one of podping and podcastindex.
    """
    from feedtool.publish import credentials

    _refuse(more)
    needs = _needs(root, target)
    if not needs:
        report.say(f"{target} needs no secret.")
        return
    names = [need.name for need in needs]
    given = credentials.parse_pairs(sys.stdin.read(_LONGEST), names) if piped else _asked(target, needs)
    where = place or ("file" if credentials.keyring_trouble() else "keyring")
    credentials.keep(target, given, where, _server(root, target))
    for name in given:
        report.say(f"{target}: {name} is kept in {'the keyring' if where == 'keyring' else credentials.path()}")
    _outdone(target, [*given])


@command.command(name="show", context_settings=_ANY)
@click.argument("target", required=False)
@_MORE
@_ROOT
def show_command(target: str | None, more: tuple[str, ...], root: Path) -> None:
    """Say which secrets are there and where they are; never what they are.

    Leaves with 1 where one that is needed is missing.
    """
    from feedtool.publish import credentials

    _refuse(more)
    missing = False
    for name, needs in _all(root, target).items():
        for need in needs:
            found = credentials.find(name, need.name)
            missing |= need.required and not found
            where = found.where if found else ("missing" if need.required else "not set, not needed")
            report.say(f"{name}  {need.name}  {where}")
    sys.exit(1 if missing else 0)


@command.command(name="logout", context_settings=_ANY)
@click.argument("target")
@_MORE
@_ROOT
def logout_command(target: str, more: tuple[str, ...], root: Path) -> None:
    """Remove the secrets of TARGET from the keyring and the file."""
    from feedtool.publish import credentials

    _refuse(more)
    names = [need.name for need in _known(root, target) or ()]
    gone = credentials.forget(target, names)
    for name, where in gone:
        report.say(f"{target}: {name} was removed from {'the keyring' if where == 'keyring' else where}")
    if not gone:
        report.say(f"{target}: nothing was kept")
    _outdone(target, names)


def _refuse(more: Sequence[str]) -> None:
    """Refuse what stands behind the target, and do not repeat it: it may be a secret."""
    if more:
        message = "nothing stands behind the target's name, least of all a secret: what was typed there is not shown"
        hint = "If it was a secret, it is in your shell's history now: change it, then call this without it."
        raise UsageError(Finding(code="FT965", message=message, hint=hint))


def _asked(target: str, needs: Sequence[Secret]) -> dict[str, str]:
    """What the user types, unseen; an optional secret may be left empty."""
    if not sys.stdin.isatty():
        message = "there is no terminal to ask on"
        hint = f"Give the secrets as lines NAME=VALUE: feedtool auth login {target} --stdin < FILE"
        raise UsageError(Finding(code="FT964", message=message, hint=hint))
    given = {need.name: _ask(need) for need in needs}
    return {name: value for name, value in given.items() if value}


def _ask(need: Secret) -> str:
    question = f"{need.name} ({need.meaning}{'' if need.required else '; empty: none'})"
    default = None if need.required else ""
    answer: str = click.prompt(question, default=default, hide_input=True, show_default=False, err=True)
    return answer


def _outdone(target: str, names: Sequence[str]) -> None:
    """Tell of variables of the environment, which count more than what is kept."""
    import os

    from feedtool.publish import credentials

    for name in names:
        if os.environ.get(variable := credentials.variable(target, name)):
            report.say(f"{target}: {name} is set in the environment too ({variable}), and that counts", err=True)


def _needs(root: Path, target: str) -> Sequence[Secret]:
    """The secrets of one target or directory. Raises UsageError (FT901) where there is none of that name."""
    from feedtool.publish import targets

    known = _known(root, target)
    return targets.choose(root, target).module.SECRETS if known is None else known


def _server(root: Path, target: str) -> str:
    """Which server the secrets of a target of the project are for; "" for a directory."""
    from feedtool.publish import targets

    configured = targets.load(root)
    return configured[target].server if target in configured else ""


def _known(root: Path, target: str) -> Sequence[Secret] | None:
    """The secrets of a target of the project, else of a directory, else None."""
    from feedtool.publish import notify, targets

    configured = targets.load(root)
    return configured[target].module.SECRETS if target in configured else notify.secrets().get(target)


def _all(root: Path, target: str | None) -> Mapping[str, Sequence[Secret]]:
    """The secrets of every target of the project, and of the directories that are to be told; or of ``target``."""
    from feedtool.publish import notify, targets

    if target is not None:
        return {target: _needs(root, target)}
    known = {name: one.module.SECRETS for name, one in targets.load(root).items()}
    asked = notify.chosen(root)
    return known | {name: needs for name, needs in notify.secrets().items() if name in asked and name not in known}
