"""What can go wrong between this machine and a target, in words for a podcaster.

    TargetError          something failed, and trying again will not help
      TransientError     it may work in a moment: a timeout, 429, a server's 5xx, a broken connection
      ConflictError      somebody else changed what was to be changed, or holds the lock
      DeniedError        who we are was not accepted, or who they are was not proven
      MissingError       the file, the bucket, the folder or the show is not there
      FullError          no room, or more than is taken in one piece
      UnsupportedError   this server cannot do it; another way may exist
      CorruptError       what came back is not what was sent
      StoppedError       the run was asked to stop: raised by a ``progress`` within the call

Targets raise these and nothing else; whoever publishes turns them into findings (:mod:`feedtool.publish.faults`), and
prints ``WHERE: TEXT``, or ``FILE at WHERE: TEXT`` where the call was about one file. So a text is what may follow a
colon:

- a short clause in lower case without a full stop: "the name or password is not accepted", "took too long to answer",
  "there is no folder podcast", "the disk there is full";
- without what the caller prints before it: the target's own host, address or root (``Store.where``), and the file it
  was called with ("was changed by somebody else", not "audio/1.mp3 was changed …"). Another host is named, and another
  file;
- in words that need no knowledge of the protocol. A status, code or a server's own sentence may stand behind, in
  brackets: "the name or password is not accepted (401)", "it refused (Transaction cap exceeded)";
- with no secret, no query of an address, no header. It is masked again before it is printed.

``hint`` is what to do about it: a sentence with a capital letter and a full stop, "" where the finding's rule says
enough. A text holds no hint.
"""

from __future__ import annotations


class TargetError(Exception):
    """Something failed at a target; the text says what, ``hint`` what to do.

    ``target`` is the target's name, once it is known. A hint may say TARGET for it.
    """

    target = ""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class TransientError(TargetError):
    """It may work in a moment. ``retry_after`` are the seconds the server asked to wait, None when it did not."""

    def __init__(self, message: str, *, hint: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, hint=hint)
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


class StoppedError(TargetError):
    """The run was asked to stop. No fault of the target's: what is half done there may be gone on with."""
