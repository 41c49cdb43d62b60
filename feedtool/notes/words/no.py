"""Norwegian."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "januar|jan", "februar|feb", "mars|mar", "april|apr", "mai", "juni|jun", "juli|jul", "august|aug",
        "september|sep|sept", "oktober|okt", "november|nov", "desember|des",
    ),
    days="mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|daglig",
    roles={
        "host": "programleder|programledere|vert|verter|ledes av",
        "guest": "gjest|gjester|dagens gjest|ukens gjest|intervju med|vår gjest",
        "producer": "produsent|produsenter|produksjon|produsert av",
        "audio editor": "klipp|klippet av|redigering|redigert av",
        "audio engineer": "lyd|lydtekniker|lyddesign|miks",
        "composer": "musikk|musikk av|komponist",
        "writer": "forfatter|manus|tekst",
        "narrator": "forteller|stemme",
        "speaker": "medvirkende|deltakere|panelet",
    },
    chapters="kapitler|tidskoder|tidsstempler|innhold|temaer|i denne episoden",
    transcript="transkripsjon|transkript|utskrift",
    links="lenker|kilder|referanser",
    published="dato|publisert|utgitt|publiseringsdato|sendt",
    recorded="innspilt|opptaksdato|tatt opp",
    duration="lengde|varighet|spilletid",
    episode="episode",
    season="sesong",
    title="tittel",
    range="til",
    joins="og|samt|sammen med",
    beside="med|sammen med",
    talks="snakker med|intervjuer|får besøk av",
    arrives="gjester|er gjest|er på besøk|er dagens gjest|er ukens gjest",
    by="av",
    copula="er|var",
    clock="kl.|kl|klokka|klokken",
    schedule="åpningstider|åpent|stengt|program|lunsj|avgang|ankomst",
    hours="timer|time", minutes="minutter|minutt", seconds="sekunder|sekund|sek",
    nav="hopp til innhold|gå til innhold|meny|hjem|søk|abonner|del|logg inn|alle episoder|les mer|last ned",
    elsewhere="forrige|siste|tidligere|annen",
    intro="intro|innledning|introduksjon|velkommen",
)  # fmt: skip
