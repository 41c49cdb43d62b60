"""Write docs/reference/ from the tables in the code: findings, settings, commands, chapter formats.

`tools/make_reference.py` writes the pages; a test fails when one of them is not what the tables say.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool import chapters, schemas
from feedtool.cli import COMMANDS, main
from feedtool.notes import keys
from feedtool.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- made by tools/make_reference.py from the tables in the code -->\n"


def findings() -> Iterator[str]:
    """One section a code, which is what `feedtool explain CODE` prints."""
    yield "# Findings"
    yield "Every message ends in a code. `feedtool explain CODE` prints its section of this page; codes never change"
    yield "their meaning.\n"
    for rule in RULES.values():
        yield f"## {rule.code}: {rule.title}\n\n*{rule.severity}*\n\n{rule.why}\n\n**What to do.** {rule.fix}"
        yield from (f"\nUnder `--profile {profile}`: {weight}." for profile, weight in rule.profiles.items())
        yield f"\nFrom: {rule.section}\n" if rule.section else ""


def settings() -> Iterator[str]:
    """The keys of feedtool.toml, from its schema."""
    yield "# feedtool.toml"
    yield "The settings of a show. `feedtool schema feedtool` prints the schema itself; with its path in a first line"
    yield "`#:schema …`, editors complete and explain the keys.\n"
    told: list[dict[str, Any]] = []
    for name, schema in schemas.load("feedtool.schema.json")["properties"].items():
        named = "properties" not in schema  # a table of tables that bear names of the author's
        yield from _keys(f"{name}.NAME" if named else name, schema["additionalProperties"] if named else schema, told)


def _keys(name: str, schema: dict[str, Any], told: list[dict[str, Any]], *, many: bool = False) -> Iterator[str]:
    """The keys of one table, then of the tables in it that no other has told of yet."""
    title = f"[[{name}]]" if many else f"[{name}]"
    yield f"## {title}\n\n{schema.get('description', '')}\n\n| key | needed | takes | what it is |\n|---|---|---|---|"
    tables = []
    for key, rule in schema["properties"].items():
        needed = "yes" if key in schema.get("required", ()) else ""
        yield f"| `{key}` | {needed} | {_takes(rule)} | {rule.get('description', '')} |"
        inner = rule.get("items", rule)
        if "properties" in inner and inner["properties"] not in told:
            told.append(inner["properties"])
            tables.append((f"{name}.{key}", inner, "items" in rule))
    yield ""
    for inner_name, inner, listed in tables:
        yield from _keys(inner_name, inner, told, many=listed)


_KINDS = {
    "array": "a list of text",
    "string": "text",
    "boolean": "true or false",
    "object": "a table",
    "integer": "a whole number",
    "number": "a number",
}


def _takes(rule: dict[str, Any]) -> str:
    if "enum" in rule:
        return ", ".join(f"`{value}`" for value in rule["enum"])
    if rule.get("type") == "array":
        return "a list of tables" if "properties" in rule["items"] else "a list of text"
    kinds = rule.get("type") or [way["type"] for way in rule.get("anyOf", ())]
    return " or ".join(_KINDS.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def commands() -> Iterator[str]:
    """What `--help` says of every command."""
    yield "# Commands"
    yield "Exit codes: 0 fine, 1 findings of severity error, 2 wrong usage, 3 the environment failed (disk, network),"
    yield "4 publishing stopped on the way, 5 somebody else published."
    yield "Data goes to stdout, findings to stderr.\n"
    for name in COMMANDS:
        context = click.Context(main, info_name="feedtool", **main.context_settings)
        command = main.get_command(context, name)
        assert command
        yield from _help(command, f"feedtool {name}", context)


def _help(command: click.Command, name: str, parent: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=name.rpartition(" ")[2], parent=parent, terminal_width=100)
    yield f"## {name}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found
            yield from _help(found, f"{name} {inner}", context)


def formats() -> Iterator[str]:
    """The chapter formats and what each keeps."""
    yield "# Chapter formats"
    yield "All are read, recognised by their content, and written. Every one keeps starts and titles; what else is in"
    yield "the table. What a format cannot keep is named when you convert.\n"
    columns = ("end", "url", "image", "toc", "fraction", "location", "extra")
    yield "| format | name | endings | " + " | ".join(columns) + " |\n|---|---|---|" + "---|" * len(columns)
    for row in chapters.FORMATS.values():
        kept = " | ".join("yes" if column in row.KEEPS else "" for column in columns)
        yield f"| {row.TITLE} | `{row.NAME}` | {', '.join(f'`{s}`' for s in row.SUFFIXES)} | {kept} |"


def front_matter() -> Iterator[str]:
    """The keys of front matter and sidecars, and what else they may be called."""
    yield "# Front matter"
    yield "What may stand between `---` (YAML) or `+++` (TOML) lines above an episode's text, or in `NAME.toml`"
    yield "beside it. Capitals, hyphens and underscores make no difference. A key that is not known is named when you"
    yield "build, with the nearest one that is; keys of site generators are passed over.\n"
    yield "| key | may also be called |\n|---|---|"
    for key, names in keys.ALIASES.items():
        others = ", ".join(f"`{name}`" for name in names.split() if name != key)
        yield f"| `{key}` | {others} |"
    yield "\nThe tags of the podcast namespace are keys of their own names, such as `soundbite` or `location`; the"
    yield "[settings](settings.md) of a show explain what they take."


PAGES = {
    "front-matter": front_matter,
    "findings": findings,
    "settings": settings,
    "commands": commands,
    "chapter-formats": formats,
}


def page(name: str) -> str:
    """The text of one page of the reference."""
    return MADE + "\n".join(PAGES[name]()).rstrip() + "\n"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--print"]:
        sys.stdout.write(page(sys.argv[2]))
        sys.exit()
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or PAGES:
        (REFERENCE / f"{name}.md").write_text(page(name))
