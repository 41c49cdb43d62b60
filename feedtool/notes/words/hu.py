"""Hungarian."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "január|jan", "február|febr|feb", "március|márc", "április|ápr", "május|máj", "június|jún", "július|júl",
        "augusztus|aug", "szeptember|szept", "október|okt", "november|nov", "december|dec",
    ),
    days="hétfő|kedd|szerda|csütörtök|péntek|szombat|vasárnap",
    roles={
        "host": "műsorvezető|műsorvezetők|házigazda|házigazdák|moderátor",
        "guest": "vendég|vendégek|vendégünk|vendégeink|a vendég|mai vendégünk",
        "producer": "producer|gyártó",
        "editor": "szerkesztő|szerkesztette|szerkesztők",
        "audio editor": "vágás|vágó|utómunka",
        "audio engineer": "hangmérnök|hang",
        "composer": "zene|zeneszerző",
        "writer": "szöveg|író",
        "narrator": "narrátor|felolvassa",
        "speaker": "résztvevők|közreműködők|beszélgetnek",
    },
    chapters="fejezetek|időbélyegek|tartalom|témák|tartalomjegyzék",
    transcript="átirat|leirat",
    links="linkek|hivatkozások|források",
    published="megjelent|dátum|közzétéve",
    recorded="felvétel|felvétel ideje",
    duration="hossz|időtartam",
    episode="epizód|adás|rész",
    season="évad",
    title="cím",
    joins="és|valamint",
    talks="vendégünk",
    clock="óra|órakor",
    schedule="nyitvatartás|menetrend|program",
    hours="óra",
    minutes="perc",
    seconds="másodperc|mp",
    nav="ugrás a tartalomhoz|menü|főoldal|keresés|feliratkozás|megosztás",
    intro="bevezető|bevezetés|üdvözlés",
)  # fmt: skip
