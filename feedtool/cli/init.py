"""``feedtool init``: a starter show."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from feedtool.cli.build import now

_QUESTIONS = {
    "title": "The show's name",
    "link": "Its website",
    "description": "What it is about",
    "language": "Its language (en, de, pt-br …)",
    "base_url": "Where the output will be published",
    "author": "Who makes it",
    "owner": "A mail address for directories (everybody can read it; empty: none)",
    "timezone": "The time zone of your dates",
}
_DEFAULTS = {
    "title": "My show",
    "link": "https://example.com/",
    "description": "What the show is about.",
    "language": "en",
    "base_url": "https://example.com/podcast/",
    "timezone": "UTC",
}


@click.command(name="init")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--title", help=_QUESTIONS["title"])
@click.option("--link", help=_QUESTIONS["link"])
@click.option("--description", help=_QUESTIONS["description"])
@click.option("--language", help=_QUESTIONS["language"])
@click.option("--base-url", help=_QUESTIONS["base_url"])
@click.option("--author", help=_QUESTIONS["author"])
@click.option("--owner", help=_QUESTIONS["owner"])
@click.option("--timezone", help=_QUESTIONS["timezone"])
@click.option("--from", "feed", metavar="FEED", help="Take over the show of this feed, as import does.")
def command(folder: Path, feed: str | None, **given: str | None) -> None:
    """Start a project in FOLDER (default: here).

    On a terminal it asks for what the options leave open; elsewhere it takes examples to be edited.
    """
    if feed:
        from feedtool.cli.import_ import bring

        bring(feed, folder, media=True, allow_private=False)
    from feedtool import starter

    answers = {key: value for key, value in given.items() if value}
    for key, question in _QUESTIONS.items():
        if key not in answers:
            value = _ask(question, _DEFAULTS.get(key, "")) if sys.stdin.isatty() else _DEFAULTS.get(key, "")
            answers |= {key: value} if value else {}
    for path in starter.init(folder, answers, now=now()):
        click.echo(f"wrote {path}")
    click.echo("Put an episode's audio beside its text under the same name, and run `feedtool build`.")


def _ask(question: str, default: str) -> str:
    answer: str = click.prompt(question, default=default, err=True, show_default=bool(default))
    return answer.strip()
