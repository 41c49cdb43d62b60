"""The podcast taxonomy: which group a role belongs to (spec: podcast-namespace §7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROLES: Final = {
    "creative direction": (
        "director", "assistant director", "executive producer", "senior producer", "producer", "associate producer",
        "development producer", "creative director",
    ),
    "cast": (
        "host", "co-host", "guest host", "guest", "voice actor", "narrator", "announcer", "reporter",
    ),
    "writing": (
        "author", "editorial director", "co-writer", "writer", "songwriter", "guest writer", "story editor",
        "managing editor", "script editor", "script coordinator", "researcher", "editor", "fact checker",
        "translator", "transcriber", "logger",
    ),
    "audio production": (
        "studio coordinator", "technical director", "technical manager", "audio engineer",
        "remote recording engineer", "post production engineer",
    ),
    "audio post-production": (
        "audio editor", "sound designer", "foley artist", "composer", "theme music", "music production",
        "music contributor",
    ),
    "administration": (
        "production coordinator", "booking coordinator", "production assistant", "content manager",
        "marketing manager", "sales representative", "sales manager",
    ),
    "visuals": (
        "graphic designer", "cover art designer",
    ),
    "community": (
        "social media manager",
    ),
    "misc.": (
        "consultant", "intern",
    ),
    "video production": (
        "camera operator", "lighting designer", "camera grip", "assistant camera",
    ),
    "video post-production": (
        "editor", "assistant editor",
    ),
}  # fmt: skip

GROUPS: Final[Mapping[str, str]] = {role: group for group, roles in reversed(_ROLES.items()) for role in roles}
"""The group of each role, both in lower case; of a role in two groups ("editor") the first one the taxonomy lists."""
