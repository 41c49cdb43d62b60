"""What stands where names do, in capitals as they are, and is nobody: firms, shows, tools."""

from __future__ import annotations

from typing import Final

from feedtool.notes.keys import words_of

_LAST: Final = words_of(
    "ltd llc inc gmbh ag kg ug bv ab oy sa srl plc corp co company media productions production studios studio network "
    "records sound sounds audio entertainment podcasts podcast radio fm group agency collective university institute "
    "foundation labs team verlag medien library tools code suite cloud academy college church museum press magazine "
    "show crew community ensemble orchestra choir"
)
"""Last words of what is a firm, a station, a group or a programme."""
_FIRST: Final = words_of("the our your this these all both")
"""First words of what is a band, a show or a sentence."""
_TOOLS: Final = words_of(
    "adobe_audition adobe_podcast adobe_premiere premiere_pro after_effects audacity reaper ardour descript auphonic "
    "hindenburg garageband logic_pro logic_pro_x final_cut final_cut_pro ableton_live davinci_resolve izotope_rx "
    "imovie capcut camtasia riverside riverside.fm zencastr squadcast zoom skype obs canva figma gimp midjourney "
    "chatgpt whisper otter otter.ai rev.com notion trello scrivener obsidian vim neovim emacs visual_studio "
    "sublime_text artlist soundstripe audiojungle pixabay unsplash youtube spotify patreon buzzsprout libsyn "
    "transistor simplecast podbean wordpress github"
)
"""What shows are made with, and had from: it stands behind labels as people do (``Editor: Audacity``)."""
_UNSAID: Final = words_of("tbd tba n/a none nobody unknown various anonymous everyone")


def is_nobody(text: str) -> bool:
    """Whether ``text``, which is written as a name is, is none.

    >>> is_nobody("VS Code"), is_nobody("The Lodgers"), is_nobody("Mary Shaw")
    (True, True, False)
    """
    whole = text.casefold()
    before, _, last = whole.rpartition(" ")
    if last in _UNSAID or whole.replace(" ", "_") in _TOOLS:
        return True
    return bool(before) and (last.rstrip(".") in _LAST or before.partition(" ")[0] in _FIRST)
