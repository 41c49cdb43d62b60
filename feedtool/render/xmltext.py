"""Text that XML 1.0 can hold."""

from __future__ import annotations

import re
from typing import Final

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """``text`` without the characters XML 1.0 cannot hold; they cost only themselves (spec: rss-podcast §1).

    >>> legal("a\\x00b\\x0bc\\ufffe")
    'abc'
    """
    return _ILLEGAL.sub("", text)
