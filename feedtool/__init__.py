"""From an episode page to a checked podcast feed, chapters and tagged audio."""

__version__ = "0.1.0"
