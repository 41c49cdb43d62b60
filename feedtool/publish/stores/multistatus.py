"""What a WebDAV server says of its files and folders: the multistatus of RFC 4918, 13, as far as publishing needs it.

Nothing in it is trusted: it is parsed without DTD or entities, and an address outside the folder asked for is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from feedtool import safexml
from feedtool.publish.errors import TargetError
from feedtool.publish.store import Remote

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED: Final = (
    b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/>'
    b"<getetag/><getlastmodified/><getcontenttype/></prop></propfind>"
)
"""The body of a PROPFIND that asks for what :class:`Entry` holds."""
_DAV: Final = "{DAV:}"
_DEEPEST: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file or folder: path under the root ("" for the root itself), size in bytes, entity tag without quotes.

    ``weak`` tags cannot be used in a condition (RFC 9110, 8.8.3). ``modified`` is the server's own text.
    """

    path: str
    is_folder: bool
    size: int = 0
    etag: str = ""
    weak: bool = False
    modified: str = ""
    media_type: str = ""

    @property
    def version(self) -> str:
        """Another after every change, as far as the server tells.

        A weak tag counts as well: mod_dav's is weak in a file's first second and then becomes strong, with the same
        text; a listing must not take that for a change.
        """
        return self.etag or f"{self.size}-{self.modified}"

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    def remote(self) -> Remote:
        """A file as a store tells of it."""
        return Remote(path=self.path, size=self.size, version=self.version, media_type=self.media_type)

    def is_coarse(self, now: float) -> bool:
        """Whether a change at ``now`` (seconds since 1970) might leave the version: it tells whole seconds."""
        try:
            written = int(parsedate_to_datetime(self.modified).timestamp())
        except (ValueError, TypeError):
            return False
        told = not self.etag or str(written) in self.etag or f"{written:x}" in self.etag
        return told and abs(now - written) < 1


def read(data: bytes, base: str) -> Iterator[Entry]:
    """The entries of a multistatus whose paths lie under the address ``base``. TargetError where it is none."""
    from lxml import etree

    try:
        root = etree.fromstring(data, safexml.parser())
    except (etree.XMLSyntaxError, ValueError):
        raise TargetError("answers with a list that cannot be read") from None
    if root.tag != f"{_DAV}multistatus" or root.getroottree().docinfo.doctype:
        raise TargetError("answers with something that is no list of files")
    top = unquote(urlsplit(base).path).rstrip("/") + "/"
    for response in root.iterfind(f"{_DAV}response"):
        path = _path(response.findtext(f"{_DAV}href") or "", top)
        properties = _properties(response)
        if path is not None and properties is not None:
            yield _entry(path, properties)


def _path(href: str, top: str) -> str | None:
    """The path of an address under ``top``, "" for the root; None for one that is not under it, or climbs."""
    try:
        whole = unquote(urlsplit(href.strip()).path)
    except ValueError:
        return None
    if whole.rstrip("/") == top.rstrip("/"):
        return ""
    if not whole.startswith(top):
        return None
    names = whole[len(top) :].removesuffix("/").split("/")
    bad = len(names) > _DEEPEST or any(name in {"", ".", ".."} or "\0" in name for name in names)
    return None if bad else "/".join(names)


def _properties(response: Any) -> Any:
    """The properties that the server has, not those that it says it has not."""
    for propstat in response.iterfind(f"{_DAV}propstat"):
        words = (propstat.findtext(f"{_DAV}status") or "").split()
        if len(words) > 1 and words[1] == "200":
            return propstat.find(f"{_DAV}prop")
    return None


def _entry(path: str, properties: Any) -> Entry:
    def text(name: str) -> str:
        return (properties.findtext(f"{_DAV}{name}") or "").strip()

    size, etag = text("getcontentlength"), text("getetag")
    return Entry(
        path=path,
        is_folder=properties.find(f"{_DAV}resourcetype/{_DAV}collection") is not None,
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 20 else 0,
        etag=etag.removeprefix("W/").strip('"'),
        weak=etag.startswith("W/"),
        modified=text("getlastmodified"),
        media_type=text("getcontenttype"),
    )
