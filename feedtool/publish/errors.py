"""What can go wrong between this machine and a target. The text is a phrase for a podcaster, and holds no secret.

    TargetError          something failed, and trying again will not help
      TransientError     it may work in a moment: a timeout, 429, a server's 5xx, a broken connection
      ConflictError      somebody else changed what was to be changed, or holds the lock
      DeniedError        who we are was not accepted, or who they are was not proven
      MissingError       the file, the bucket, the folder or the show is not there
      FullError          no room, or more than is taken in one piece
      UnsupportedError   this server cannot do it; another way may exist
      CorruptError       what came back is not what was sent

Targets raise these and nothing else; whoever publishes turns them into findings.
"""

from __future__ import annotations


class TargetError(Exception):
    """Something failed at a target; the text says what."""


class TransientError(TargetError):
    """It may work in a moment. ``retry_after`` are the seconds the server asked to wait, None when it did not."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ConflictError(TargetError):
    """What was to be changed is not as it was seen."""


class DeniedError(TargetError):
    """Not let in, or not sure with whom we speak."""


class MissingError(TargetError):
    """Not there."""


class FullError(TargetError):
    """No room for it."""


class UnsupportedError(TargetError):
    """The server cannot do this."""


class CorruptError(TargetError):
    """What came back is not what was sent."""
