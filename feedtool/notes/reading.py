"""The whole path from a text to an episode: one screen, from front matter to facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from feedtool.findings import Finding, Place, has_errors
from feedtool.model import Chapter, Episode, Link, Person
from feedtool.notes import chapters, header, links, markup, matter, mentions, moments, naming, pages, people, tags
from feedtool.notes.fact import Fact, Reading, Source
from feedtool.notes.names import is_same
from feedtool.notes.sections import in_transcript
from feedtool.notes.shape import guess, shape
from feedtool.notes.slugs import slug_of
from feedtool.notes.summary import summary
from feedtool.safehtml import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedtool.notes.line import Line
    from feedtool.notes.rows import Header
    from feedtool.notes.shape import Format, Shape

_SCALARS: Final = (
    "subtitle", "season", "season_name", "episode", "episode_display", "episode_type", "published", "duration", "show",
    "author", "explicit", "block", "language", "guid", "link", "image", "audio", "draft",
    "guid_is_permalink", "feed_description", "verbatim",
    *tags.NAMES,
)  # fmt: skip
_AROUND: Final = ("page head", "glued label")
"""Recognisers of what stands around the notes on a page."""
_HALVES: Final = re.compile("[\ud800-\udfff]")


def read(
    text: str,
    *,
    file: str,
    format: Format | None = None,  # noqa: A002
    sidecar: tuple[str, str] | None = None,
    show: str | None = None,
) -> Reading:
    """The episode that ``text`` describes, with the facts and findings behind it.

    ``file`` names the text in places; ``format`` is guessed from its ending, else from the content. ``sidecar`` is the
    text and file name of a TOML file with front-matter keys for a text that must stay untouched. ``show`` is the
    show's title, which page titles repeat. Bad input gives findings, never an exception.
    """
    text = _tidy(text)
    parted = matter.part(text, file)
    headers = [_sidecar(sidecar)] if sidecar else []
    headers.append(header.read(parted.data, "front matter"))
    body, first = _body(parted, headers)
    kind = format or guess(file, body)
    given = body if kind == "html" else ""
    work = _Work(file, shape(kind, body, file, first), headers, text, show)
    work.findings += [*parted.findings, *(f for h in headers for f in h.findings)]
    work.page = _page(given) if "<head" in given[:5000].lower() else {}
    return work.as_it_stands() if any(one.fields.get("verbatim") for one in headers) else work.finish()


def _tidy(text: str) -> str:
    """``text`` with line feeds only, without half surrogates and signs that nobody sees."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    for unseen in ("\ufeff", "\u200b", "\u2060"):
        text = text.replace(unseen, "")
    return text if _is_unicode(text) else _HALVES.sub("\ufffd", text)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _sidecar(given: tuple[str, str]) -> Header:
    parted = matter.part(_tidy(given[0]), given[1] if given[1].endswith(".toml") else f"{given[1]}.toml")
    made = header.read(parted.data, "sidecar")
    made.findings[:0] = parted.findings
    return made


def _body(parted: matter.Parted, headers: Sequence[Header]) -> tuple[str, int]:
    """The notes: below the front matter, or within it where sites keep them."""
    if parted.body.strip():
        return parted.body, parted.first_line
    for one in headers:
        if "notes" in one.fields:
            place = next(f.place for f in one.facts if f.field == "notes")
            return one.fields["notes"], (place.line + 1 if place else 1)
    return parted.body, parted.first_line


def _page(html: str) -> dict[str, Any]:
    root = markup.parse(html)
    return {} if root is None else pages.read(root)


def _row(line: Line) -> int:
    return line.place.line if line.place else 0


@dataclass(slots=True)
class _Work:
    """One reading under way."""

    file: str
    shape: Shape
    headers: list[Header]
    source: str
    show: str | None
    page: dict[str, Any] = field(default_factory=dict)
    transcript: list[bool] = field(default_factory=list)
    credits: set[Place | None] = field(default_factory=set)
    fields: dict[str, Any] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def finish(self) -> Reading:
        """The reading: scalars first, since titles and numbers lean on them, then the lists."""
        self.transcript = in_transcript(self.shape.lines)
        self._scalars()
        listed, chosen, origin = self._chapters()
        found_people = self._people()
        found_links = self._links()
        slug, slug_findings = slug_of(self.fields, self.file, self._place("slug"))
        self.findings += slug_findings
        around = self._furniture()
        episode = Episode(
            title=self.fields.get("title", ""),
            slug=slug,
            description=self._description(listed, around),
            notes_html=self._notes_html(listed, around),
            chapters=chosen,
            people=tuple(found_people),
            links=tuple(found_links),
            transcripts=tuple(next((h.transcripts for h in self.headers if h.transcripts), [])),
            places={f.field: f.place for f in self.facts if f.place and "[" not in f.field},
            **{name: self.fields[name] for name in _SCALARS if name in self.fields},
        )
        return Reading(
            episode=episode,
            facts=tuple(self.facts),
            findings=tuple(self.findings),
            lines=tuple(self.shape.lines),
            listed=listed,
            chapters_from=origin,
        )

    def as_it_stands(self) -> Reading:
        """The reading of verbatim notes: what the headers say, and the notes with nothing read out of them."""
        for fact in (fact for one in self.headers for fact in one.facts):
            self.take(fact)
        stated = next((h for h in self.headers if h.chapters), None)
        slug, slug_findings = slug_of(self.fields, self.file, self._place("slug"))
        if "title" not in self.fields:
            self._name()
        episode = Episode(
            title=self.fields.get("title", ""),
            slug=slug,
            description=str(self.fields.get("description", "")),
            notes_html=clean(self.shape.html).strip(),
            chapters=stated.chapters if stated else (),
            people=tuple(next((h.people for h in self.headers if h.people), ())),
            links=tuple(link for h in self.headers for link in h.links),
            transcripts=tuple(next((h.transcripts for h in self.headers if h.transcripts), ())),
            places={f.field: f.place for f in self.facts if f.place},
            **{name: self.fields[name] for name in _SCALARS if name in self.fields},
        )
        origin: Source | None = None
        if stated:
            origin = "sidecar" if stated.by == "sidecar" else "front matter"
        findings = (*self.findings, *slug_findings)
        return Reading(episode=episode, facts=tuple(self.facts), findings=findings, chapters_from=origin)

    def _scalars(self) -> None:
        for one in self.headers:
            for fact in one.facts:
                self.take(fact)
        self._name()
        self._moments()
        for name in ("published", "image", "link", "language", "show"):
            if name in self.page:
                self.take(Fact(name, self.page[name], Place(self.file), "page head", 0.8))

    def take(self, fact: Fact) -> None:
        """Keep ``fact`` unless its field is filled."""
        if fact.field not in self.fields:
            self.fields[fact.field] = fact.value
            self.facts.append(fact)

    def _place(self, name: str) -> Place | None:
        return next((f.place for f in self.facts if f.field == name), None)

    def _name(self) -> None:
        show = self.show or self.fields.get("show") or self.page.get("show") or self._show_of_page()
        if self.show:
            self.take(Fact("show", self.show, None, "given", 1.0))
        if "title" not in self.fields:
            plain_text = self.shape.format == "text"
            self._title_of_page(naming.from_lines(self.shape.lines, plain=plain_text, show=show), show)
        if "title" not in self.fields and not has_errors(self.findings):
            hint = "Put title: … into the front matter, or begin the notes with a heading (# Title)."
            self.findings.append(Finding(code="FT209", message="no title found", place=Place(self.file, 1), hint=hint))
        self._numbers(show)

    def _show_of_page(self) -> str | None:
        head = self.page
        show = naming.show_of_page(head.get("whole title", ""), head.get("title", ""), self.shape.lines)
        if show:
            head["show"] = show
        return show

    def _title_of_page(self, named: naming.Named | None, show: str | None) -> None:
        head = self.page.get("title")
        if named and not (head and named.confidence < 0.9):
            place = named.line.place if named.line else None
            self.take(Fact("title", named.title, place, "heading", named.confidence))
            if named.show:
                self.take(Fact("show", named.show, place, "page title", 0.8))
        elif head:
            self.take(Fact("title", naming.without_show(head, show)[0], Place(self.file), "page head", 0.9))

    def _numbers(self, show: str | None) -> None:
        heading = next((line.text for line in self.shape.lines[:8] if line.kind in ("heading", "text")), "")
        titles = [(self.fields.get("title", ""), self._place("title"))]
        titles += [(line.text, line.place) for line in self.shape.lines[:8] if self._repeats_title(line.text, show)]
        if "title" not in self.fields and heading:
            titles.append((heading, self.shape.lines[0].place))
        others = [str(self.fields.get(n, "")) for n in ("audio", "slug", "guid", "link", "image")]
        others += [self.file.rsplit("/", 1)[-1]]
        for title, place in titles:
            season, episode, sure = naming.numbers(title, others)
            if episode is not None:
                self.take(Fact("episode", episode, place, "title", sure))
            if season is not None:
                self.take(Fact("season", season, place, "title", 0.85))

    def _repeats_title(self, text: str, show: str | None) -> bool:
        title = self.fields.get("title", "")
        return bool(title) and text != title and title in text and len(text) < len(title) + 80

    def _moments(self) -> None:
        for found in moments.find(self.shape.lines, self.transcript):
            value = self._exact(found.value) if found.field == "published" else found.value
            self.take(Fact(found.field, value, found.line.place, found.by, found.confidence))

    def _exact(self, day: Any) -> Any:
        """The moment that the page's head or its ``time`` element gives for the ``day`` it shows."""
        stated = self.page.get("published")
        return stated if str(stated)[:10] == str(day)[:10] else day

    def _chapters(self) -> tuple[tuple[Chapter, ...], tuple[Chapter, ...], Source | None]:
        in_body = chapters.find(self.shape.lines, self.transcript, self.source)
        player = chapters.from_player(self.source, Place(self.file))
        listed = in_body.chapters or player.chapters
        chosen = player if player.chapters else in_body
        stated = next((h for h in self.headers if h.chapters), None)
        self.findings += [f for f in in_body.findings if not (stated and f.code == "FT202")]
        if stated:
            origin: Source = "sidecar" if stated.by == "sidecar" else "front matter"
            self._add("chapters", stated.chapters, stated.by, 1.0)
            return listed, stated.chapters, origin
        if not chosen.chapters:
            hint = "List them one a line as “0:00 Intro”, or put chapters into the front matter."
            self.findings.append(
                Finding(code="FT201", message="the notes list no chapters", place=Place(self.file), hint=hint)
            )
            return (), (), None
        self._add("chapters", chosen.chapters, chosen.by, chosen.confidence)
        return listed, chosen.chapters, "notes"

    def _add(self, name: str, rows: Sequence[Any], by: str, confidence: float) -> None:
        self.facts += [Fact(f"{name}[{i}]", row, row.place, by, confidence) for i, row in enumerate(rows)]

    def _people(self) -> list[Person]:
        stated = next((h for h in self.headers if h.people), None)
        made = list(stated.people) if stated else []
        self._add("people", made, stated.by if stated else "", 1.0)
        stated_names = [p.name for p in made]
        found = people.find(self.shape.lines, self.transcript)
        self.credits = {one.person.place for one in found if one.by not in mentions.IN_PROSE}
        if not made:
            found += mentions.in_title(self.fields.get("title", ""))
        for one in people.unique(found):
            if not any(is_same(one.person.name, name) for name in stated_names):
                self.facts.append(Fact(f"people[{len(made)}]", one.person, one.person.place, one.by, one.confidence))
                made.append(one.person)
        return made

    def _links(self) -> list[Link]:
        made: dict[str, Link] = {}
        for one in (*(link for h in self.headers for link in h.links), *links.find(self.shape.lines)):
            made.setdefault(one.url, one)
        made = {link.url: link for link in links.as_written(list(made.values()), self.source)}
        self._add("links", list(made.values()), "link", 1.0)
        self.findings += links.tracked(list(made.values()))
        return list(made.values())

    def _description(self, listed: Sequence[Chapter], around: frozenset[int]) -> str:
        stated = self.fields.get("description")
        if stated:
            return str(stated)
        if self.page.get("description"):
            return str(self.page["description"])
        taken: set[Place | None] = {
            f.place for f in self.facts if f.place and not f.field.startswith(("links", "people"))
        }
        taken |= self.credits | {c.place for c in listed}
        called, lines = self._called(), self.shape.lines
        used = (i for i, x in enumerate(lines) if x.place in taken or x.text in called or _row(x) in around)
        return summary(lines, frozenset(used))

    def _notes_html(self, listed: Sequence[Chapter], around: frozenset[int]) -> str:
        rows = {c.place.line for c in listed if c.place and c.place.file == self.file}
        return self.shape.published(around, rows, self._called())

    def _called(self) -> frozenset[str]:
        """What a page shows above the notes: the title, the line it was taken from, and the show's title."""
        place = self._place("title")
        lines = [line.text for line in self.shape.lines[: naming.HEAD] if place and line.place == place]
        return frozenset(filter(None, (*lines, self.fields.get("title"), self.fields.get("show"))))

    def _furniture(self) -> frozenset[int]:
        """The lines of the file that are title or page furniture: what a page shows besides the notes."""
        found = naming.furniture(self.shape.lines, self._called(), plain=self.shape.format == "text")
        places = [line.place for line in found]
        places += [f.place for f in self.facts if f.by in _AROUND and f.place and f.place.file == self.file]
        return frozenset(place.line for place in places if place and place.line)
