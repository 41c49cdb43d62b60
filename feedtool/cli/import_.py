"""``feedtool import``: a show taken over from its RSS feed."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from feedtool import uris
from feedtool.cli.report import exit_code, show

if TYPE_CHECKING:
    from feedtool.importer import Fetch, Taken


@click.command(name="import")
@click.argument("feed")
@click.option(
    "-o", "folder", type=click.Path(path_type=Path), default=Path(), help="The project's folder.  [default: here]"
)
@click.option("--no-media", is_flag=True, help="Fetch nothing but the feed; episodes refer to their audio where it is.")
@click.option("--allow-private", is_flag=True, help="Also fetch from your own network.")
def command(feed: str, folder: Path, *, no_media: bool, allow_private: bool) -> None:
    """Make a project of the show in FEED, a file or an address: settings, a text an episode, audio, and the lock.

    Guids and dates stay as they are, so that subscribers notice nothing. What cannot be kept is told. An import that
    was broken off is gone on with: audio that is there is not fetched again.
    """
    bring(feed, folder, media=not no_media, allow_private=allow_private)


def bring(feed: str, folder: Path, *, media: bool, allow_private: bool) -> NoReturn:
    """Take over ``feed`` into ``folder``, report, and leave."""
    from feedtool.download import opened
    from feedtool.importer import take_over

    with opened(feed, allow_private=allow_private) as stream:
        address = feed if uris.is_web(feed) else None
        taken = take_over(stream, feed, folder, address=address, fetch=_fetch(media=media, allow_private=allow_private))
    show(taken.findings)
    _summary(taken, folder)
    sys.exit(exit_code(taken.findings))


def _summary(taken: Taken, folder: Path) -> None:
    episodes = f"{taken.episodes} episode{'' if taken.episodes == 1 else 's'}"
    where = "." if folder == Path() else str(folder)
    click.echo(f"{episodes} taken over into {where}: {len(taken.made)} files written")
    click.echo("Look at feedtool.toml, above all at base_url, then at `feedtool plan --against FEED`.")


def _fetch(*, media: bool, allow_private: bool) -> Fetch:
    from feedtool.importer import Fetch

    if not media:
        return Fetch()
    from feedtool.download import fetched

    return Fetch(
        media=partial(_media, allow_private=allow_private),
        document=partial(fetched, allow_private=allow_private, size=8 * 1024 * 1024),
    )


def _media(url: str, path: Path, *, allow_private: bool) -> int:
    """Fetch one file, with a bar on a terminal."""
    from feedtool.download import Caps, fetch

    caps = Caps(allow_private=allow_private)
    if not sys.stderr.isatty():
        return fetch(url, path, caps=caps)
    with click.progressbar(length=1, label=path.name[:40], file=sys.stderr) as bar:

        def told(done: int, total: int) -> None:
            bar.length = max(total, done, 1)
            bar.update(done - bar.pos)

        return fetch(url, path, caps=caps, told=told)
