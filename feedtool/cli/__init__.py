"""The command line: parses, calls, reports, exits. Nothing imports it.

A command is one module of this package with a click command named ``command``, and one line in :data:`COMMANDS`. Its
module is imported only when it is called, so that ``feedtool --help`` stays light.
"""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Final

import click

from feedtool import __version__

if TYPE_CHECKING:
    from feedtool.findings import Finding

COMMANDS: Final = {
    "init": "Start a project: settings, a first episode, an ignore file.",
    "new": "Start the next episode's text.",
    "parse": "Print an episode page as Episode JSON.",
    "build": "Make feed, chapters and tagged audio in output/.",
    "plan": "Show what listeners will see of the next build.",
    "publish": "Bring the show to a target, the feed last.",
    "status": "Say what stands at each target, and what does not yet.",
    "targets": "List targets and their types, or try what a server can do.",
    "diff": "Compare two feeds as listeners meet them.",
    "import": "Take over a show from its RSS feed.",
    "check": "Report what is wrong with a project, a feed, a chapters file or an audio file.",
    "tag": "Write chapters and tags into one audio file.",
    "chapters": "Show or convert chapters in any format.",
    "transcript": "Show or convert transcripts.",
    "auth": "Keep the secrets that targets need.",
    "doctor": "Look at all that publishing needs.",
    "schema": "Print a schema.",
    "explain": "Explain a finding's code.",
}
"""The commands by name, with the line that ``--help`` shows."""


class _Lazy(click.Group):
    """A group whose commands are imported when they are called, and whose errors end as findings."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"feedtool.cli.{_module(cmd_name)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        from feedtool.cli.report import fail
        from feedtool.files import signals_leave
        from feedtool.findings import EnvironmentFault, FeedtoolError

        try:
            with signals_leave():
                return super().invoke(ctx)
        except FeedtoolError as error:
            fail(error)
        except BrokenPipeError:
            sys.stderr.close()  # the reader went away, as `| head` does; nothing is wrong
            sys.exit(141)
        except (KeyboardInterrupt, click.Abort):
            click.echo("\nStopped.", err=True)
            sys.exit(128 + signal.SIGINT)  # as shells have it; 1 would say that errors were found
        except OSError as error:
            fail(EnvironmentFault(_refused(error)))


def _refused(error: OSError) -> Finding:
    """What the system refused: a file to be read, for those that are written tell it themselves, or the output."""
    from feedtool import diskio
    from feedtool.findings import Finding, Place

    if error.filename:
        message = f"cannot be read: {error.strerror or error}"
        return Finding(code="FT031", message=message, place=Place(str(error.filename)))
    return diskio.refused(error, None)


def _module(name: str) -> str:
    """The module of a command; Python's own words take an underscore there."""
    return f"{name}_" if iskeyword(name) else name


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="feedtool %(version)s")
def main() -> None:
    """From an episode page to a checked podcast feed, chapters and tagged audio."""
