"""Independent readers of what we write, brought to one form each. `tests/conftest.py` hands them to the tests.

No reader here knows this package. None stands where a reader has no word for a field, so that a test can tell "cannot
say" from "says otherwise". Chapters come in the order in which the reader gives them.

    audio(path) -> {reader: {"chapters": [{start_ms, end_ms, title, url, image}], "tags": {title, artist, album}, …}}
    feed(path)  -> {reader: {"well_formed", "title", "items": [{guid, title, link, enclosure, published, …}]}}
    ajv(schema, files) -> {file: {"valid", "errors": [{"path", "message"}]}}
"""

from __future__ import annotations

import json
import os
import subprocess
import warnings
from calendar import timegm
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
Answer = dict[str, Any]


def run(*command: str | Path) -> str:
    """A command's standard output; an AssertionError with its complaint when it fails."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, env=os.environ | {"LC_ALL": "C.UTF-8"}
    )
    assert done.returncode == 0, f"{command[0]} exits {done.returncode}: {done.stderr.strip()}"
    return done.stdout


def node(script: str, *arguments: str | Path) -> Any:
    """What a script beside this file prints on its last line, as plain values."""
    return json.loads(run("node", HERE / script, *arguments).splitlines()[-1])


def ajv(schema: Path, *files: Path) -> dict[Path, Answer]:
    """ajv's verdict on JSON files: ``{"valid": bool, "errors": [{"path": JSON pointer, "message": text}]}``."""
    return {Path(file): verdict for file, verdict in node("schema.mjs", schema, *files).items()}


def audio(path: Path) -> dict[str, Answer]:
    """Chapters and main tags as ffprobe, kid3 (TagLib), mutagen and music-metadata read them; MP3: eyeD3, node-id3 too.

    ``image`` is the size of a chapter's picture in bytes. kid3 prints no times, and chapters of ID3 only; ffprobe
    prints neither links nor pictures.
    """
    answers = {"ffprobe": ffprobe(path), "kid3": kid3(path), "mutagen": mutagen(path)}
    npm = node("audio.mjs", path)[str(path)]
    answers["music-metadata"] = npm["music-metadata"]
    if path.suffix == ".mp3":
        answers |= {"eyed3": eyed3(path), "node-id3": npm["node-id3"]}
    return answers


def chapter(start: int | None, end: int | None, title: str | None, **more: Any) -> Answer:
    """One chapter in the common form."""
    return {"start_ms": start, "end_ms": end, "title": title, "url": None, "image": None} | more


def ffprobe(path: Path) -> Answer:
    """FFmpeg's reader."""
    said = json.loads(run("ffprobe", "-v", "error", "-show_chapters", "-show_format", "-of", "json", path))
    tags = {key.lower(): value for key, value in said["format"].get("tags", {}).items()}
    return {
        "chapters": [
            chapter(
                round(float(c["start_time"]) * 1000), round(float(c["end_time"]) * 1000), c.get("tags", {}).get("title")
            )
            for c in said["chapters"]
        ],
        "tags": main_tags(tags),
        "duration_ms": round(float(said["format"]["duration"]) * 1000),
    }


def main_tags(tags: Any) -> Answer:
    """Title, artist and album out of a mapping that may lack them."""
    return {key: tags.get(key) for key in ("title", "artist", "album")}


def kid3(path: Path) -> Answer:
    """TagLib through kid3: titles and links of ID3 chapters in file order, and every frame's name."""
    frames = [frame for tag in kid3_tags(path) for frame in tag["frames"]]
    count = sum(frame["name"] == "Chapter" for frame in frames)
    titles, urls = (kid3_fields(path, count, field) for field in ("Text", "URL"))
    return {
        "chapters": [chapter(None, None, title, url=url or None) for title, url in zip(titles, urls, strict=True)],
        "tags": main_tags({frame["name"].lower(): frame["value"] for frame in frames}),
        "frames": [frame["name"] for frame in frames],
    }


def kid3_tags(path: Path) -> list[Answer]:
    """The tags of a file as kid3 lists them."""
    file = json.loads(run("kid3-cli", "-c", kid3_question(), path))["result"]["taggedFile"]
    return [file[name] for name in ("tag1", "tag2", "tag3") if name in file]


def kid3_fields(path: Path, count: int, field: str) -> list[str]:
    """One field of the first ``count`` chapter frames."""
    if not count:
        return []
    asked = [kid3_question(f"Chapter[{i}].{field}") for i in range(count)]
    lines = run("kid3-cli", *(part for question in asked for part in ("-c", question)), path).splitlines()
    return [json.loads(line)["result"] for line in lines if line]


def kid3_question(*params: str) -> str:
    """A request without spaces: kid3 answers on one line only then."""
    return json.dumps({"method": "get", "params": params}, separators=(",", ":"))


def mutagen(path: Path) -> Answer:
    """mutagen: ID3 chapters, MP4 chapters, and the first title, artist and album of any container."""
    from mutagen import File

    file = File(path)
    assert file is not None, f"mutagen knows no such file: {path}"
    easy = File(path, easy=True).tags or {}
    return {
        "chapters": [_mutagen_id3(c) for c in file.tags.getall("CHAP")]
        if hasattr(file.tags, "getall")
        else [chapter(round(c.start * 1000), None, c.title) for c in getattr(file, "chapters", None) or []],
        "tags": {key: next(iter(easy.get(key, [])), None) for key in ("title", "artist", "album")},
        "frames": list(file.tags or ()),
        "duration_ms": round(file.info.length * 1000),
    }


def _mutagen_id3(frame: Any) -> Answer:
    sub = {key[:4]: value for key, value in frame.sub_frames.items()}
    return chapter(
        frame.start_time,
        frame.end_time,
        str(sub["TIT2"]) if "TIT2" in sub else None,
        url=sub["WXXX"].url if "WXXX" in sub else None,
        image=len(sub["APIC"].data) if "APIC" in sub else None,
    )


def eyed3(path: Path) -> Answer:
    """eyeD3, which keeps a trailing NUL in a link where the writer left one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from eyed3.id3 import Tag

        tag = Tag()
        tag.parse(str(path))  # False where there is no tag: then everything below is empty
        return {
            "chapters": [_eyed3_chapter(frame) for frame in tag.chapters],
            "tags": {key: getattr(tag, key) for key in ("title", "artist", "album")},
        }


def _eyed3_chapter(frame: Any) -> Answer:
    pictures = frame.sub_frames.get(b"APIC") or []
    return chapter(
        frame.times.start,
        frame.times.end,
        frame.title,
        url=frame.user_url,
        image=len(pictures[0].image_data) if pictures else None,
    )


def feed(path: Path) -> dict[str, Answer]:
    """A feed as feedparser, podcastparser (gPodder) and partytime read it.

    Items: ``guid, title, link, url, length, type, published`` (seconds since 1970), ``duration`` (seconds),
    ``description, notes`` (HTML), ``chapters`` (of psc: start_ms, title, url, image), ``chapters_url, people`` (name,
    role, group, href), ``transcripts`` (url, type), ``season, episode, explicit, image``. ``raw``: the reader's own.
    """
    return {"feedparser": feedparser(path), "podcastparser": podcastparser(path), "partytime": partytime(path)}


ITEM = (
    "guid", "title", "link", "url", "length", "type", "published", "duration", "description", "notes", "chapters",
    "chapters_url", "people", "transcripts", "season", "episode", "explicit", "image",
)  # fmt: skip


REFUSED: Answer = {"well_formed": False, "title": None, "items": [], "raw": None}


def item(**said: Any) -> Answer:
    """One item in the common form."""
    assert set(said) <= set(ITEM)
    return dict.fromkeys(ITEM) | said


def feedparser(path: Path) -> Answer:
    """feedparser; of repeated podcast elements it keeps the last, so it says nothing on people and transcripts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import feedparser as reader

        said = reader.parse(path.read_bytes())
        items = [_feedparser_item(entry) for entry in said.entries]
    return {"well_formed": not said.bozo, "title": said.feed.get("title"), "items": items, "raw": said}


def _feedparser_item(entry: Any) -> Answer:
    enclosure = next((link for link in entry.get("links", ()) if link.rel == "enclosure"), {})
    published = entry.get("published_parsed")
    return item(
        guid=entry.get("id"),
        title=entry.get("title"),
        link=entry.get("link"),
        url=enclosure.get("href"),
        length=int(enclosure.get("length") or 0),
        type=enclosure.get("type"),
        published=timegm(published) if published else None,
        description=entry.get("summary"),
        notes=next((part.value for part in entry.get("content", ()) if part.type == "text/html"), None),
        chapters=[_feedparser_chapter(c) for c in entry.get("psc_chapters", {}).get("chapters", ())],
        chapters_url=entry.get("podcast_chapters", {}).get("url"),
        explicit=entry.get("itunes_explicit"),
        image=entry.get("image", {}).get("href"),
    )


def _feedparser_chapter(said: Any) -> Answer:
    start = said.get("start_parsed")
    return chapter(
        round(start.total_seconds() * 1000) if start is not None else None,
        None,
        said.get("title"),
        url=said.get("href") or None,
        image=said.get("image") or None,
    )


def podcastparser(path: Path) -> Answer:
    """gPodder's reader, which cuts chapter starts to whole seconds; a feed it refuses is not well formed."""
    import podcastparser as reader

    try:
        with path.open("rb") as stream:
            said = reader.parse("https://feed.invalid/", stream)
    except (reader.FeedParseError, ValueError):
        return REFUSED
    items = [_podcastparser_item(episode) for episode in said["episodes"]]
    return {"well_formed": True, "title": said.get("title"), "items": items, "raw": said}


def _podcastparser_item(episode: Answer) -> Answer:
    enclosure = next(iter(episode["enclosures"]), {})
    return item(
        guid=episode.get("guid"),
        title=episode.get("title"),
        link=episode.get("link"),
        url=enclosure.get("url"),
        length=enclosure.get("file_size"),
        type=enclosure.get("mime_type"),
        published=episode.get("published") or None,
        duration=episode.get("total_time") or None,
        description=episode.get("description"),
        notes=episode.get("description_html"),
        chapters=[
            chapter(round(c["start"] * 1000), None, c.get("title"), url=c.get("href"), image=c.get("image"))
            for c in episode.get("chapters", ())
        ],
        episode=episode.get("number"),
        explicit=episode.get("explicit"),
        image=episode.get("episode_art_url"),
    )


def partytime(path: Path) -> Answer:
    """partytime, the reader behind the Podcast Index, which knows the podcast namespace best."""
    said = node("feed.mjs", path)[str(path)]
    if said is None:
        return REFUSED
    items = [_partytime_item(entry) for entry in said["items"]]
    return {"well_formed": True, "title": said.get("title"), "items": items, "raw": said}


def _partytime_item(said: Answer) -> Answer:
    enclosure = said.get("enclosure", {})
    return item(
        guid=said.get("guid"),
        title=said.get("title"),
        link=said.get("link"),
        url=enclosure.get("url"),
        length=enclosure.get("length"),
        type=enclosure.get("type"),
        published=round(datetime.fromisoformat(said["pubDate"]).timestamp()) if "pubDate" in said else None,
        duration=said.get("duration") or None,
        description=said.get("description"),
        notes=said.get("content"),
        chapters_url=said.get("podcastChapters", {}).get("url"),
        people=[{key: p.get(key) for key in ("name", "role", "group", "href")} for p in said.get("podcastPeople", ())],
        transcripts=[{key: t.get(key) for key in ("url", "type")} for t in said.get("podcastTranscripts", ())],
        season=said.get("podcastSeason", {}).get("number"),
        episode=said.get("podcastEpisode", {}).get("number"),
        explicit=said.get("explicit"),
        image=said.get("itunesImage"),
    )
