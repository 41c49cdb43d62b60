"""``feedtool explain CODE``: what a finding means, why it matters, what to do."""

from __future__ import annotations

import click

from feedtool.findings import Finding, UsageError
from feedtool.rules import RULES


@click.command(name="explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain a finding's CODE, such as FT301; without one, list them all."""
    if code is None:
        for row in RULES.values():
            click.echo(f"{row.code}  {row.severity:7}  {row.title}")
        return
    rule = RULES.get(code.upper().strip("[]"))
    if rule is None:
        raise UsageError(Finding(code="FT032", message=f"there is no code {code!r}"))
    click.echo(f"{rule.code}: {rule.title} ({rule.severity})\n\nWhy:  {rule.why}\nFix:  {rule.fix}")
    for profile, weight in rule.profiles.items():
        click.echo(f"Under --profile {profile}: {weight}")
    if rule.section:
        click.echo(f"From: {rule.section}")
