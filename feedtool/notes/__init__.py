"""Show notes to an episode.

Text, Markdown and HTML become one sequence of lines; recognisers that know no format take chapters, people, links,
numbers and dates from them. Words stand in one data file a language under :mod:`feedtool.notes.words`.
"""

from __future__ import annotations

from feedtool.notes.fact import Fact, Reading
from feedtool.notes.line import Anchor, Line
from feedtool.notes.reading import read

__all__ = ["Anchor", "Fact", "Line", "Reading", "read"]
