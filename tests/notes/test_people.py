"""People by labels, headings, running text and titles, in several languages; and what is nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.notes import people
from feedtool.notes.mentions import in_title
from feedtool.notes.names import clean_name, split_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedtool.notes import Reading

ADA, MARY = ("Ada Byron", "host"), ("Mary Shaw", "guest")


@given(st.text(st.sampled_from("aÉß’“…²µªı 7_-я界\u00a0\u0130") | st.characters()))
def test_words_are_runs_of_letters_in_any_script(text: str) -> None:
    assert people._words(text) == re.findall(r"[^\W\d_]+", text.casefold())


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Host: Ada Byron", [ADA]),
        ("**Host:** [Ada Byron](https://example.org/ada)", [ADA]),
        ("Hosts: Ada Byron, Joan Park and Kit O'Neil", [ADA, ("Joan Park", "host"), ("Kit O'Neil", "host")]),
        ("Host – Ada Byron", [ADA]),
        ("Hosted by Ada Byron", [ADA]),
        ("- Hosted by @ada", [("@ada", "host")]),
        ("Host: Ada Byron | Guest: Mary Shaw", [ADA, MARY]),
        ("## Hosts\n\n- Ada Byron\n- Joan Park, engineer", [ADA, ("Joan Park", "host")]),
        ("Guests:\n\n* Mary Shaw (@mary)\n* Joan van den Park", [MARY, ("Joan van den Park", "guest")]),
        ("Ada Byron (Host)\n\nMary Shaw (Guest)", [ADA, MARY]),
        ("| Role | Name |\n|---|---|\n| Host | Ada Byron |", [ADA]),
        ("Join hosts Ada Byron and Joan Park for a talk.", [ADA, ("Joan Park", "host")]),
        ("Today we talk with Mary Shaw, professor of looms, about cards.", [MARY]),
        ("Today I talk with weaver Mary Shaw about cards.", [MARY]),
        ("We talk of looms. Host: Ada Byron. Guest: Mary Shaw", [ADA, MARY]),
        ("## People\n\n- Ada Byron (host)\n- Mary Shaw (guest)\n- Joan Park", [ADA, MARY, ("Joan Park", "speaker")]),
        ("Présentée par Ada Byron", [ADA]),
        ("Performed by Mary Shaw", [("Mary Shaw", "voice actor")]),
        ("Ada ByronhostMary Shawguest", [ADA, MARY]),
        ("Moderation: Ada Byron\n\nGäste: Mary Shaw und Joan Park", [ADA, MARY, ("Joan Park", "guest")]),
        ("Présenté par Ada Byron\n\nInvitée : Mary Shaw", [ADA, MARY]),
        ("Presentadora: Ada Byron\n\nInvitada: Mary Shaw", [ADA, MARY]),
        ("Apresentação: Ada Byron\n\nConvidada: Mary Shaw", [ADA, MARY]),
        ("Conduce: Ada Byron\n\nOspite: Mary Shaw", [ADA, MARY]),
        ("Ведущая: Ада Байрон\n\nГостья: Мэри Шоу", [("Ада Байрон", "host"), ("Мэри Шоу", "guest")]),
        ("主播：小红、小明\n\n嘉宾：李华", [("小红", "host"), ("小明", "host"), ("李华", "guest")]),
        ("ゲスト：山田花子さん", [("山田花子", "guest")]),
        ("진행: 김영희", [("김영희", "host")]),
        ("Sound engineer: Joan Park\n\nMusic by Kit Hill", [("Joan Park", "audio engineer"), ("Kit Hill", "composer")]),
    ],
)  # fmt: skip
def test_people_are_found(notes: Callable[..., Reading], text: str, people: list[tuple[str, str]]) -> None:
    made = notes(f"# Looms\n\n{text}\n").episode.people
    assert [(p.name, p.role) for p in made] == people


@pytest.mark.parametrize(
    "text",
    [
        "Our host was kind and the guest was late.",
        "Music: an old tune that nobody remembers, played twice.",
        "Host your own server with these tools.",
        "Guests can bring their own lunch, and many do.",
        "Cast: iron, steel and brass in equal measure, as they say.",
        "People: we need to talk about looms!",
        "Links: https://example.org",
    ],
)
def test_nobody_is_invented(notes: Callable[..., Reading], text: str) -> None:
    assert notes(f"# Looms\n\n{text}\n").episode.people == ()


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Looms with Ada Byron", ["Ada Byron"]),
        ("Looms mit Ada Byron und Mary Shaw", ["Ada Byron", "Mary Shaw"]),
        ("Looms, feat. Ada Byron (Part 2)", ["Ada Byron"]),
        ("Dealing with Looms", []),
        ("Krosna z Adą Byron", []),
        ("Working with the New Looms of Today and Tomorrow", []),
    ],
)
def test_guests_a_title_names(title: str, names: list[str]) -> None:
    assert [f.person.name for f in in_title(title)] == names


def test_person_keeps_link_group_and_place(notes: Callable[..., Reading]) -> None:
    (person,) = notes("# T\n\nProducer: [Ada Byron](https://example.org/ada)\n").episode.people
    assert (person.href, person.group, str(person.place)) == (
        "https://example.org/ada",
        "creative direction",
        "a.md:3:1",
    )


def test_names_are_parted_and_cleaned() -> None:
    assert split_names("Ada Byron/Mary Shaw & Dr. Joan Park") == ["Ada Byron", "Mary Shaw", "Dr. Joan Park"]
    assert clean_name("what is this?") is None
    assert clean_name("x" * 61) is None


WAYS: list[tuple[str, list[tuple[str, str]]]] = [
    ("Гость — Иван Петров, инженер.", [("Иван Петров", "guest")]),
    ("This show was produced by Ana de Lima", [("Ana de Lima", "producer")]),
    ("Host: Ada Byron", [("Ada Byron", "host")]),
    ("Hosted by Ada Byron and Joan Park.", [("Ada Byron", "host"), ("Joan Park", "host")]),
    ("This episode was hosted by Ada Byron and Joan Park.", [("Ada Byron", "host"), ("Joan Park", "host")]),
    ("This episode was produced by Kit Hill and edited by Mary Shaw. Music by Lou Reyes.", [("Kit Hill", "producer"), ("Mary Shaw", "editor"), ("Lou Reyes", "composer")]),
    ("Our theme music is by Lou Reyes.", [("Lou Reyes", "theme music")]),
    ("Produced by Kit Hill. Edited by Mary Shaw. Artwork by Ana Lima.", [("Kit Hill", "producer"), ("Mary Shaw", "editor"), ("Ana Lima", "cover art designer")]),
    ("Guests — Ada Byron (Looms Ltd), Joan Park", [("Ada Byron", "guest"), ("Joan Park", "guest")]),
    ("**Guest:** [Ada Byron](https://ada.example), weaver", [("Ada Byron", "guest")]),
    ("**Guests:**\n\n- Ada Byron (@ada)\n- Joan Park, CEO of Looms Ltd", [("Ada Byron", "guest"), ("Joan Park", "guest")]),
    ("## Guests\n\n- **Ada Byron** – engineer\n- **Joan Park** – CEO", [("Ada Byron", "guest"), ("Joan Park", "guest")]),
    ("## Hosts\n\n* [Ada Byron](https://a.example) ([@ada](https://t.example/ada))\n* [Joan Park](https://j.example)", [("Ada Byron", "host"), ("Joan Park", "host")]),
    ("## Guest\n\n### Ada Byron\n\nAda writes about looms.", [("Ada Byron", "guest")]),
    ("## About our guest\n\nAda Byron is an engineer at Looms Ltd.", [("Ada Byron", "guest")]),
    ("## Our Guest: Ada Byron\n\nShe weaves.", [("Ada Byron", "guest")]),
    ("## Credits\n\n- Host: Ada Byron\n- Producer: Kit Hill\n- Sound design: Lou Reyes", [("Ada Byron", "host"), ("Kit Hill", "producer"), ("Lou Reyes", "sound designer")]),
    ("| Role | Name |\n|---|---|\n| Host | Ada Byron |\n| Guest | Joan Park |", [("Ada Byron", "host"), ("Joan Park", "guest")]),
    ("| Name | Role |\n|---|---|\n| Ada Byron | Host |\n| Joan Park | Guest |", [("Ada Byron", "host"), ("Joan Park", "guest")]),
    ("<dl><dt>Host</dt><dd>Ada Byron</dd><dt>Guests</dt><dd>Joan Park</dd><dd>Kit Hill</dd></dl>", [("Ada Byron", "host"), ("Joan Park", "guest"), ("Kit Hill", "guest")]),
    ("Ada Byron (host)\nJoan Park (guest)", [("Ada Byron", "host"), ("Joan Park", "guest")]),
    ("Ada Byron - Host\n\nJoan Park - Producer", [("Ada Byron", "host"), ("Joan Park", "producer")]),
    ("With Ada Byron and Joan Park", [("Ada Byron", "guest"), ("Joan Park", "guest")]),
    ("with your hosts Ada Byron & Joan Park", [("Ada Byron", "host"), ("Joan Park", "host")]),
    ("Presented by Ada Byron", [("Ada Byron", "host")]),
    ("Presenter: Ada Byron\nProducer: Joan Park\nSound engineer: Kit Hill", [("Ada Byron", "host"), ("Joan Park", "producer"), ("Kit Hill", "audio engineer")]),
    ("Co-hosts: Ada Byron, Joan Park", [("Ada Byron", "co-host"), ("Joan Park", "co-host")]),
    ("Your hosts:\nAda Byron https://a.example\nJoan Park https://j.example", [("Ada Byron", "host"), ("Joan Park", "host")]),
    ("Executive Producers: Ada Byron, Joan Park\nEditing: Kit Hill", [("Ada Byron", "executive producer"), ("Joan Park", "executive producer"), ("Kit Hill", "editor")]),
    ("Produced and edited by Kit Hill", [("Kit Hill", "producer"), ("Kit Hill", "editor")]),
    ("Written and produced by Kit Hill", [("Kit Hill", "writer"), ("Kit Hill", "producer")]),
    ("Host & Producer: Kit Hill", [("Kit Hill", "host"), ("Kit Hill", "producer")]),
    ("Hosts: @ada and @joan", [("@ada", "host"), ("@joan", "host")]),
    ("Speakers: Ada Byron, Joan Park", [("Ada Byron", "speaker"), ("Joan Park", "speaker")]),
    ("In this episode, Ada Byron talks to Joan Park about looms.", [("Joan Park", "guest")]),
    ("In this episode, we talk with Joan Park, CEO of Looms, about weaving.", [("Joan Park", "guest")]),
    ("Joan Park joins us to talk about looms.", [("Joan Park", "guest")]),
    ("Today's guest is Joan Park, a weaver from Leeds.", [("Joan Park", "guest")]),
    ("My guest today is Joan Park.", [("Joan Park", "guest")]),
    ("Our guest this week is Dr. Joan Park.", [("Dr. Joan Park", "guest")]),
    ("Special guest: Joan Park.", [("Joan Park", "guest")]),
    ("Special Guest: Joan Park.\n\nSponsored By: Looms Ltd", [("Joan Park", "guest")]),
    ("Hosted by Ada Byron. See acast.com/privacy for more information.", [("Ada Byron", "host")]),
    ("Support the show: https://x.example\nEditor: Kit Hill | Music: Lou Reyes", [("Kit Hill", "editor"), ("Lou Reyes", "composer")]),
    ("Music: “Threads” by Lou Reyes", [("Lou Reyes", "composer")]),
    ("Gäste: Anna Weber, Jörg Groß und Dr. Uwe Klein", [("Anna Weber", "guest"), ("Jörg Groß", "guest"), ("Dr. Uwe Klein", "guest")]),
    ("Zu Gast: Anna Weber (Webwerk GmbH)", [("Anna Weber", "guest")]),
    ("Moderation: Anna Weber und Jörg Groß", [("Anna Weber", "host"), ("Jörg Groß", "host")]),
    ("Sprecherin: Anna Weber", [("Anna Weber", "narrator")]),
    ("Redaktion: Anna Weber\nSchnitt: Jörg Groß\nMusik: Uwe Klein", [("Anna Weber", "editor"), ("Jörg Groß", "audio editor"), ("Uwe Klein", "composer")]),
    ("Mit Anna Weber und Jörg Groß", [("Anna Weber", "guest"), ("Jörg Groß", "guest")]),
    ("Anna Weber spricht mit Jörg Groß über Webstühle.", [("Jörg Groß", "guest")]),
    ("Heute zu Gast ist Anna Weber.", [("Anna Weber", "guest")]),
    ("In dieser Folge sprechen wir mit Anna Weber über Webstühle.", [("Anna Weber", "guest")]),
    ("Produziert von Anna Weber.", [("Anna Weber", "producer")]),
    ("Animé par Zoé Martin", [("Zoé Martin", "host")]),
    ("Invitée : Zoé Martin", [("Zoé Martin", "guest")]),
    ("Invités : Zoé Martin et Luc Petit", [("Zoé Martin", "guest"), ("Luc Petit", "guest")]),
    ("Présentation : Zoé Martin\nRéalisation : Luc Petit\nMontage : Inès Roy", [("Zoé Martin", "host"), ("Luc Petit", "director"), ("Inès Roy", "audio editor")]),
    ("Avec Zoé Martin et Luc Petit.", [("Zoé Martin", "guest"), ("Luc Petit", "guest")]),
    ("Cette semaine, nous recevons Zoé Martin.", [("Zoé Martin", "guest")]),
    ("Un podcast présenté par Zoé Martin et produit par Luc Petit.", [("Zoé Martin", "host"), ("Luc Petit", "producer")]),
    ("Conducido por Ana Ruiz", [("Ana Ruiz", "host")]),
    ("Presentado por Ana Ruiz y Luis Gil", [("Ana Ruiz", "host"), ("Luis Gil", "host")]),
    ("Invitado: Luis Gil", [("Luis Gil", "guest")]),
    ("Invitados: Luis Gil e Inés Mora", [("Luis Gil", "guest"), ("Inés Mora", "guest")]),
    ("Hoy hablamos con Luis Gil sobre telares.", [("Luis Gil", "guest")]),
    ("Edición: Ana Ruiz\nMúsica: Luis Gil", [("Ana Ruiz", "audio editor"), ("Luis Gil", "composer")]),
    ("Ospite: Marco Rossi", [("Marco Rossi", "guest")]),
    ("Condotto da Giulia Bianchi", [("Giulia Bianchi", "host")]),
    ("Ospiti: Marco Rossi e Giulia Bianchi", [("Marco Rossi", "guest"), ("Giulia Bianchi", "guest")]),
    ("Oggi parliamo con Marco Rossi di telai.", [("Marco Rossi", "guest")]),
    ("Montaggio: Marco Rossi\nMusiche: Giulia Bianchi", [("Marco Rossi", "audio editor"), ("Giulia Bianchi", "composer")]),
    ("Apresentação: Rita Souza", [("Rita Souza", "host")]),
    ("Convidados: João Lima e Rita Souza", [("João Lima", "guest"), ("Rita Souza", "guest")]),
    ("Apresentado por Rita Souza", [("Rita Souza", "host")]),
    ("Edição: João Lima\nTrilha sonora: Rita Souza", [("João Lima", "audio editor"), ("Rita Souza", "composer")]),
    ("Participantes: João Lima, Rita Souza", [("João Lima", "speaker"), ("Rita Souza", "speaker")]),
    ("Neste episódio conversamos com João Lima.", [("João Lima", "guest")]),
    ("Presentatie: Jan de Vries", [("Jan de Vries", "host")]),
    ("Gasten: Jan de Vries en Els Smit", [("Jan de Vries", "guest"), ("Els Smit", "guest")]),
    ("Te gast: Els Smit", [("Els Smit", "guest")]),
    ("Prowadzący: Jan Nowak", [("Jan Nowak", "host")]),
    ("Prowadzi: Jan Nowak\nGość: Ewa Lis", [("Jan Nowak", "host"), ("Ewa Lis", "guest")]),
    ("Gościem odcinka jest Ewa Lis.", [("Ewa Lis", "guest")]),
    ("Programledare: Åsa Ek\nGäst: Nils Öberg", [("Åsa Ek", "host"), ("Nils Öberg", "guest")]),
    ("Producent: Åsa Ek\nKlippning: Nils Öberg", [("Åsa Ek", "producer"), ("Nils Öberg", "audio editor")]),
    ("Vært: Mette Holm\nGæst: Søren Bach", [("Mette Holm", "host"), ("Søren Bach", "guest")]),
    ("Programleder: Kari Ås\nGjest: Ola Moe", [("Kari Ås", "host"), ("Ola Moe", "guest")]),
    ("Juontaja: Aino Laine\nVieraana: Eero Mäki", [("Aino Laine", "host"), ("Eero Mäki", "guest")]),
    ("Vieraat: Aino Laine ja Eero Mäki", [("Aino Laine", "guest"), ("Eero Mäki", "guest")]),
    ("Moderátor: Jan Novák\nHosté: Eva Malá a Petr Dub", [("Jan Novák", "host"), ("Eva Malá", "guest"), ("Petr Dub", "guest")]),
    ("Ведущие: Иван Петров, Анна Белова", [("Иван Петров", "host"), ("Анна Белова", "host")]),
    ("Ведущая — Анна Белова", [("Анна Белова", "host")]),
    ("Гость: Иван Петров", [("Иван Петров", "guest")]),
    ("Гости выпуска: Иван Петров и Анна Белова", [("Иван Петров", "guest"), ("Анна Белова", "guest")]),
    ("Монтаж: Иван Петров\nМузыка: Анна Белова", [("Иван Петров", "audio editor"), ("Анна Белова", "composer")]),
    ("Ведучий: Тарас Коваль\nГостя: Оксана Лис", [("Тарас Коваль", "host"), ("Оксана Лис", "guest")]),
    ("Sunucu: Ayşe Kaya\nKonuk: Can Demir", [("Ayşe Kaya", "host"), ("Can Demir", "guest")]),
    ("Konuklar: Ayşe Kaya ve Can Demir", [("Ayşe Kaya", "guest"), ("Can Demir", "guest")]),
    ("パーソナリティ：山田太郎、佐藤花子", [("山田太郎", "host"), ("佐藤花子", "host")]),
    ("ゲスト：佐藤花子さん（@hanako）", [("佐藤花子", "guest")]),
    ("出演：山田太郎・佐藤花子", [("山田太郎", "speaker"), ("佐藤花子", "speaker")]),
    ("【出演者】\n山田太郎\n佐藤花子", [("山田太郎", "host"), ("佐藤花子", "host")]),
    ("■ゲスト\n佐藤花子", [("佐藤花子", "guest")]),
    ("主持人：王小明\n嘉宾：李雷、韩梅梅", [("王小明", "host"), ("李雷", "guest"), ("韩梅梅", "guest")]),
    ("主播 | 王小明\n嘉宾 | 李雷", [("王小明", "host"), ("李雷", "guest")]),
    ("剪辑：王小明\n後製：李雷", [("王小明", "audio editor"), ("李雷", "audio editor")]),
    ("진행: 김민수\n게스트: 이영희", [("김민수", "host"), ("이영희", "guest")]),
    ("출연: 김민수, 이영희", [("김민수", "speaker"), ("이영희", "speaker")]),
    ("المضيف: أحمد علي", [("أحمد علي", "host")]),
    ("الضيف: سارة حسن", [("سارة حسن", "guest")]),
    ("تقديم: أحمد علي", [("أحمد علي", "host")]),
    ("מגיש: דני כהן\nאורחת: רונית לוי", [("דני כהן", "host"), ("רונית לוי", "guest")]),
    ("मेज़बान: अमित शर्मा\nअतिथि: नेहा गुप्ता", [("अमित शर्मा", "host"), ("नेहा गुप्ता", "guest")]),
    ("Joan Park, author of Cards, joins us to talk about looms.", [("Joan Park", "guest")]),
    ("YAPIMCI: Ayşe Kaya", [("Ayşe Kaya", "producer")]),
    ("Vendég: Nagy Anna\n\nMűsorvezető: Kis Péter", [("Nagy Anna", "guest"), ("Kis Péter", "host")]),
    ("Invitat: Ion Popa", [("Ion Popa", "guest")]),
    ("Καλεσμένη: Μαρία Παππά", [("Μαρία Παππά", "guest")]),
    ("Narasumber: Budi Santoso", [("Budi Santoso", "guest")]),
]  # fmt: skip

NOBODY = [
    "## Music\n\n- Deep Water\n- Kit Hill",
    "Today we talk about New York with friends.",
    "Rozmawiamy z Anną Nowak o moście.",
    "Hudba od Jana Nováka",
    "# Συζήτηση με τον Γιώργο Παπαδόπουλο",
    "Beszélgetünk Kovács Annával.",
    "Беседуем с Анной Седовой о мостах.",
    "Hosted on Acast. See acast.com/privacy for more information.",
    "Hosted by Simplecast, an AdsWizz company.",
    "Music from Threads by Lou Reyes (CC BY 4.0)",
    "Guests this week include nobody you know.",
    "Host a party with friends!",
    "Guest Wi-Fi: see the door",
    "People are strange.",
    "Mix: one cup of flour",
    "Guest: TBD",
    "Producer: Looms Ltd",
    "Guests like Summer came by.",
    "The film was directed by nobody we know.",
    "A song by Lou Reyes and a book by Joan Park.",
]  # fmt: skip


@pytest.mark.parametrize(("text", "people"), WAYS, ids=[text[:40] for text, _ in WAYS])
def test_ways_to_name_people(notes: Callable[..., Reading], text: str, people: list[tuple[str, str]]) -> None:
    made = notes(f"---\ntitle: Looms\n---\n{text}\n").episode.people
    assert sorted((p.name, p.role) for p in made) == sorted(people)


@pytest.mark.parametrize("text", NOBODY)
def test_what_names_nobody(notes: Callable[..., Reading], text: str) -> None:
    assert notes(f"---\ntitle: Looms\n---\n{text}\n").episode.people == ()
