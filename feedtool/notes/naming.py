"""What the episode is called and numbered, and which show it is of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from feedtool.notes.sections import bare
from feedtool.notes.words import pattern, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from feedtool.notes.line import Line

LONGEST: Final = 250
HEAD: Final = 12
_JOINT = re.compile(r"^\s*[|｜–—:·•»-]+\s+|\s*[|｜–—:·•«-]+\s*$")
_PARTS = re.compile(r"\s+[|–—:·•-]+\s+|\s*[|｜]\s*|\s::\s")


class Named(NamedTuple):
    """A title with its line, what it says of show, season and episode, and how sure that is."""

    title: str
    line: Line | None
    show: str | None = None
    confidence: float = 0.9


def from_lines(lines: Sequence[Line], *, plain: bool, show: str | None) -> Named | None:
    """The title the text gives itself: its first-rank heading, or the first line of a text that has no headings."""
    headings = [line for line in lines if line.kind == "heading" and bare(line.text) != bare(show or "")]
    top = next((line for line in headings if line.level == 1), None)
    if top is None and show and any(bare(line.text) == bare(show) for line in lines[:HEAD] if line.level == 1):
        top = next((line for line in headings if line.level == 2), None)
    if top:
        return _page_title(top, show, 0.95)
    if any(line.kind == "heading" for line in lines[:HEAD]):
        return None
    head = [line for line in lines[:HEAD] if not _is_nav(line)]
    doubled = next((half for line in head[:3] if (half := _half(line.text))), None)
    show = show or doubled
    for line in head:
        if _half(line.text) or bare(line.text) == bare(show or ""):
            continue
        return _page_title(line, show, 0.8 if plain else 0.6) if _may_be_title(line, plain) else None
    return None


def furniture(lines: Sequence[Line], named: AbstractSet[str], *, plain: bool) -> list[Line]:
    """The lines at the top that only call the episode or its show ``named``; of a ``plain`` page its menu as well."""
    wanted = {bare(name) for name in named}
    return [
        line
        for line in lines[:HEAD]
        if bare(line.text) in wanted or (plain and (bare(line.text) in _nav() or _half(line.text)))
    ]


def _may_be_title(line: Line, plain: bool) -> bool:
    text = line.text
    if line.kind != "text" or line.links or len(text) > (LONGEST if plain else 100):
        return False
    return (
        any(c.isalpha() for c in text)
        and not text.endswith((".", "。", ":", "：", ","))
        and not re.match(r"\W?\d+:\d\d", text)
    )


@cache
def _nav() -> frozenset[str]:
    return frozenset(words("nav"))


def _is_nav(line: Line) -> bool:
    text = bare(line.text)
    return text in _nav() or not text


def _half(text: str) -> str | None:
    """The half of a text that stands twice without a gap, as logos and their labels do on a copied page."""
    size = len(text) // 2
    if len(text) > 5 and len(text) % 2 == 0 and text[:size] == text[size:]:
        return text[:size].strip()
    return None


def _page_title(line: Line, show: str | None, confidence: float) -> Named:
    title, found = without_show(line.text, show)
    return Named(title, line, found or show, confidence)


def without_show(title: str, show: str | None) -> tuple[str, str | None]:
    """``title`` without the show's name before or behind it, as page titles have it; and the show if it stood there."""
    parts = _PARTS.split(title)
    if show is None or len(parts) < 2:
        return title, None
    wanted = bare(show)
    for part, keep in ((parts[-1], -1), (parts[0], 0)):
        if bare(re.sub(r"(?:[#№]|\b(?:ep|episode)\.?)?\s?\d{1,4}\s*$", "", part, flags=re.IGNORECASE)) == wanted:
            cut = title[: title.rindex(part)] if keep else title[len(part) :]
            return cut.strip(" |–—:·•-｜"), show
    return title, None


def show_of_page(page: str, title: str, lines: Sequence[Line]) -> str | None:
    """The show that a page's ``title`` element names beside the episode; None if it does not.

    The episode is what the page's metadata (``title``) or one of its first headings is called; shows mostly come last.
    """
    called = [title, *(line.text for line in lines[:HEAD] if line.kind == "heading")]
    rest = [page.removeprefix(name) for name in called if name] + [page.removesuffix(name) for name in called if name]
    for beside in rest:
        parts = [part.strip() for part in _PARTS.split(_JOINT.sub("", beside)) if bare(part) not in _nav()]
        if beside != page and len(parts) == 1 and parts[0] and _JOINT.search(beside):
            return parts[0]
    return None


@cache
def _episode() -> re.Pattern[str]:
    names = pattern("episode")
    return re.compile(
        rf"(?:^|[^\w])(?:{names})\s{{0,2}}[#:№]?\s?(\d{{1,4}}(?:\.5)?)(?!\d|[.,:]\d|\w)"
        r"|第\s?(\d{1,4})\s?[回話话期集季]|제?\s?(\d{1,4})\s?[화회](?!\w)"
        rf"|^(?:{names})(\d{{1,4}})(?!\w)",
        re.IGNORECASE,
    )


@cache
def _counted() -> re.Pattern[str]:
    """The number before the word, as in ``12. díl``."""
    return re.compile(rf"(?<![\w.])(\d{{1,4}})\.?\s(?:{pattern('episode')})(?!\w)", re.IGNORECASE)


@cache
def _season() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[^\w])(?:{pattern('season')})\s?#?(\d{{1,2}})(?!\d)|第\s?(\d{{1,2}})\s?季", re.IGNORECASE)


_SEASON_EPISODE = re.compile(
    r"(?:^|[^\w])[ST](\d{1,2})\s?[:.,·-]?\s?(?:E|EP|Ep|x)\.?\s?(\d{1,4})(?!\d)|^\W?(\d{1,2})x(\d{2,3})(?!\w)",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"^\W?[#№]\s?(\d{1,4}(?:\.5)?)(?![\d.])|[|–—-]\s?[^|–—]{0,60}[#№](\d{1,4})\W*$|\([#№](\d{1,4})\)|\[[#№]?(\d{1,4})\]\s*$|[\s][#№](\d{1,4})\W*$"
)
_PREFIX = re.compile(
    r"^[A-ZА-ЯÄÖÜ]{2,8}[-\s]?(\d{1,4})\s*[:–—|-](?!\d)|^[A-ZА-ЯÄÖÜ]{2,8}(\d{2,4})\s(?=[^\W\d_])|"
    r"^(?:[Vv]ol\.?|VOL\.?|E)\s?(\d{1,4})(?=[\s:|.–—-])|^(\d{1,4})\s?[:.–—|)-]\s+\S|^\[?(\d{1,4})\]\s"
)
_DIGIT = re.compile(r"\d")
_LAST = re.compile(r"^\S+(?:\s\S+){0,3}\s(\d{1,4})$")


def numbers(title: str, others: Iterable[str] = ()) -> tuple[int | None, int | float | None, float]:
    """Season, episode number and confidence that ``title`` states; half episodes are numbered so (12.5).

    ``others`` are texts such as file names: a number that only ends the title counts when one of them holds it too.
    """
    if not _DIGIT.search(title):
        return None, None, 0.0
    both = _SEASON_EPISODE.search(title)
    if both:
        return int(both[1] or both[3]), int(both[2] or both[4]), 0.95
    season = _whole(_group(_season().search(title)))
    for pattern_, sure in ((_episode(), 0.9), (_counted(), 0.9), (_SIGN, 0.9), (_PREFIX, 0.75)):
        found = _group(pattern_.search(title))
        if found is not None and not (sure < 0.8 and 1900 < found < 2100):
            return season, found, sure
    last = _whole(_group(_LAST.match(title)))
    if last is not None and any(re.search(rf"(?<!\d)0*{last}(?!\d)", text) for text in others):
        return season, last, 0.8
    return season, None, 0.0


def _group(match: re.Match[str] | None) -> int | float | None:
    return next((float(g) if "." in g else int(g) for g in match.groups() if g), None) if match else None


def _whole(number: int | float | None) -> int | None:
    return number if isinstance(number, int) else None
