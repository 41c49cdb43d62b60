"""Czech.

Names after “with” are inflected, so they are not taken.
"""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "ledna|leden|led", "února|únor|úno", "března|březen|bře", "dubna|duben|dub", "května|květen|kvě",
        "června|červen|čvn", "července|červenec|čvc", "srpna|srpen|srp", "září|zář", "října|říjen|říj",
        "listopadu|listopad", "prosince|prosinec|pro",
    ),
    days="pondělí|úterý|středa|čtvrtek|pátek|sobota|neděle|denně",
    roles={
        "host": "moderátor|moderátorka|moderátoři|moderuje|moderují|průvodce|uvádí",
        "guest": "hostem|hostem je|host dílu|hosté",
        "producer": "producent|producentka|produkce",
        "editor": "redakce|redaktor",
        "audio editor": "střih|střihač",
        "audio engineer": "zvuk|zvukař|mix a mastering",
        "composer": "hudba|znělka",
        "writer": "autor|autorka|autoři|scénář",
        "speaker": "účastníci|účinkují|hovoří",
    },
    chapters="kapitoly|časové značky|obsah|témata|osnova|v této epizodě",
    transcript="přepis|transkript",
    links="odkazy|zdroje|poznámky",
    published="datum|publikováno|zveřejněno|datum vydání|vydáno",
    recorded="nahráno|datum nahrávání|natočeno",
    duration="délka|trvání|stopáž",
    episode="díl|epizoda|číslo",
    season="sezóna|série|řada",
    title="název",
    range="do|až",
    joins="a|spolu s",
    arrives="je hostem|je naším hostem|byl hostem|byla hostem",
    copula="je|jsou|byl|byla",
    clock="hodin|hod.|ráno|večer",
    schedule="otevírací doba|otevřeno|zavřeno|program|oběd|přestávka|odjezd|příjezd",
    hours="hodin|hodiny|hodina|hod", minutes="minut|minuty|minuta", seconds="sekund|sekundy|sekunda|vteřin",
    nav="přeskočit na obsah|domů|hledat|odebírat|sdílet|přihlásit|všechny díly|číst dále|stáhnout",
    elsewhere="předchozí|minulý|poslední|jiný",
    intro="intro|úvod|začátek|představení|uvítání",
)  # fmt: skip
