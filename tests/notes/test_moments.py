"""Dates of episodes as people write them, and dates that belong to something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.notes import Reading

DATES: list[tuple[str, str | None]] = [
    ("Published: 31 May 2024", "2024-05-31"),
    ("Published on May 31, 2024", "2024-05-31"),
    ("Published May 31st, 2024", "2024-05-31"),
    ("Released: 2024-05-31", "2024-05-31"),
    ("Release date: Friday, 31 May 2024", "2024-05-31"),
    ("Date: Fri, 31 May 2024 06:00:00 GMT", "2024-05-31"),
    ("May 31, 2024", "2024-05-31"),
    ("31 Μαΐου 2024", "2024-05-31"),
    ("31 ΜΑΪΟΥ 2024", "2024-05-31"),
    ("Ημερομηνία: 3 Ιουνίου 2024", "2024-06-03"),
    ("31 May 2024", "2024-05-31"),
    ("May 31, 2024 · 54 min", "2024-05-31"),
    ("Posted on May 31, 2024 by Ada", "2024-05-31"),
    ("Friday May 31 2024", "2024-05-31"),
    ("Fri May 31 2024 | Episode 12", "2024-05-31"),
    ("Episode 12 | May 31, 2024", "2024-05-31"),
    ("Aired: 05/31/2024", "2024-05-31"),
    ("31/05/2024", "2024-05-31"),
    ("31.05.2024", "2024-05-31"),
    ("2024/05/31", "2024-05-31"),
    ("Date: 2024.05.31", "2024-05-31"),
    ("Veröffentlicht am 31. Mai 2024", "2024-05-31"),
    ("Folge vom 31.05.2024", "2024-05-31"),
    ("Freitag, 31. Mai 2024", "2024-05-31"),
    ("31. Mai 2024", "2024-05-31"),
    ("Erschienen: 31.5.2024", "2024-05-31"),
    ("Vom 31. Mai 2024", "2024-05-31"),
    ("Publié le 31 mai 2024", "2024-05-31"),
    ("Vendredi 31 mai 2024", "2024-05-31"),
    ("Diffusé le 1er mai 2024", "2024-05-01"),
    ("Date de publication : 31/05/2024", "2024-05-31"),
    ("Publicado el 31 de mayo de 2024", "2024-05-31"),
    ("Fecha: 31 de mayo del 2024", "2024-05-31"),
    ("31 mayo, 2024", "2024-05-31"),
    ("Pubblicato il 31 maggio 2024", "2024-05-31"),
    ("venerdì 31 maggio 2024", "2024-05-31"),
    ("Publicado em 31 de maio de 2024", "2024-05-31"),
    ("Data: 31/05/2024", "2024-05-31"),
    ("31 de Maio de 2024", "2024-05-31"),
    ("Gepubliceerd op 31 mei 2024", "2024-05-31"),
    ("vrijdag 31 mei 2024", "2024-05-31"),
    ("Opublikowano: 31 maja 2024", "2024-05-31"),
    ("31 maja 2024 r.", "2024-05-31"),
    ("Data publikacji: 31.05.2024", "2024-05-31"),
    ("Publicerad: 31 maj 2024", "2024-05-31"),
    ("Publicerades 31 maj 2024", "2024-05-31"),
    ("Udgivet 31. maj 2024", "2024-05-31"),
    ("Publisert 31. mai 2024", "2024-05-31"),
    ("Julkaistu 31.5.2024", "2024-05-31"),
    ("31. toukokuuta 2024", "2024-05-31"),
    ("Vydáno 31. května 2024", "2024-05-31"),
    ("31. 5. 2024", "2024-05-31"),
    ("Опубликовано 31 мая 2024", "2024-05-31"),
    ("31 мая 2024 г.", "2024-05-31"),
    ("31 мая 2024 года", "2024-05-31"),
    ("Дата выхода: 31.05.2024", "2024-05-31"),
    ("Опубліковано 31 травня 2024", "2024-05-31"),
    ("31 Mayıs 2024", "2024-05-31"),
    ("Yayın tarihi: 31 Mayıs 2024", "2024-05-31"),
    ("公開日：2024年5月31日", "2024-05-31"),
    ("2024年5月31日（金）", "2024-05-31"),
    ("2024年05月31日配信", "2024-05-31"),
    ("发布时间：2024-05-31", "2024-05-31"),
    ("发布于 2024年5月31日", "2024-05-31"),
    ("2024년 5월 31일", "2024-05-31"),
    ("게시일: 2024. 5. 31.", "2024-05-31"),
    ("تاريخ النشر: 31 مايو 2024", "2024-05-31"),
    ("פורסם: 31 במאי 2024", "2024-05-31"),
    ("प्रकाशित: 31 मई 2024", "2024-05-31"),
    ("Megjelent: 2024. május 31.", "2024-05-31"),
    ("Publicat pe 31 mai 2024", "2024-05-31"),
    ("Published: 31 May 2024\nRecorded: 20 May 2024", "2024-05-31"),
    ("31 May", None),
    ("May 2024", None),
    ("Ada was born on 31 May 1990.", None),
    ("The conference is on May 31, 2024 in Ulm.", None),
    ("- [Our talk of May 31, 2024](https://a.example)", None),
    ("Links (5/31/2024):", None),
    ("Copyright 2024", None),
    ("Last updated: May 31, 2024", None),
    ("Next show: May 31, 2024", None),
    ("Live am 31. Mai 2024 um 20 Uhr in Ulm", None),
    ("Tickets bis 31.05.2024", None),
    ("Vom 31. Mai 2024 – 2. Juni 2024 in Ulm", None),
    ("Date: May 31, 2024 in Ulm", None),
    ("Ulm | 31 May 2024", None),
    ("31 MAYIS 2024", "2024-05-31"),
]  # fmt: skip


@pytest.mark.parametrize("file", ["a.txt", "a.md"])
@pytest.mark.parametrize(("line", "expected"), DATES)
def test_dates(notes: Callable[..., Reading], file: str, line: str, expected: str | None) -> None:
    made = notes(f"Looms and cards\n\n{line}\n\nSome prose that goes on for a while about looms.", file).episode
    assert (made.published.isoformat()[:10] if made.published else None) == expected
