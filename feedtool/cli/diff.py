"""``feedtool diff``: two feeds compared as listeners meet them."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from feedtool.cli import differences, report
from feedtool.findings import Severity

if TYPE_CHECKING:
    from collections import Counter


@click.command(name="diff")
@click.argument("old")
@click.argument("new")
@click.option("--any", "strict", is_flag=True, help="Leave with 1 for any difference, not only one that hurts.")
@click.option("--json", "as_json", is_flag=True, help="Print the differences for a program.")
@click.option("--allow-private", is_flag=True, help="Also read feeds from your own network.")
def command(old: str, new: str, *, strict: bool, as_json: bool, allow_private: bool) -> None:
    """Say what the feed NEW says otherwise than the feed OLD, and why it matters (files or addresses).

    Leaves with 0 when no difference hurts subscribers, else with 1.
    """
    from feedtool.compare import compare
    from feedtool.download import opened
    from feedtool.rawfeed import RawFeed

    with ExitStack() as stack:
        spool = stack.enter_context(tempfile.TemporaryFile())
        feeds = [RawFeed(stack.enter_context(opened(name, allow_private=allow_private)), name) for name in (old, new)]
        found = compare(feeds[0], feeds[1], spool)
        if as_json:
            counts = differences.as_json(found, ())
        else:
            counts = differences.show(found)
            report.show([*feeds[0].findings, *feeds[1].findings])
    sys.exit(code(counts, strict=strict))


def code(counts: Counter[Severity], *, strict: bool) -> int:
    """0, or 1 for a difference that hurts, or ``strict`` for any that a build does not always make."""
    return int(bool(counts.total() if strict else counts[Severity.ERROR]))
