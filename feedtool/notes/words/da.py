"""Danish."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "januar|jan", "februar|feb", "marts|mar", "april|apr", "maj", "juni|jun", "juli|jul", "august|aug",
        "september|sep|sept", "oktober|okt", "november|nov", "december|dec",
    ),
    days="mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|dagligt",
    roles={
        "host": "vært|værter|værterne|vært og tilrettelægger",
        "guest": "gæst|gæster|dagens gæst|ugens gæst|medvirkende gæst|interview med",
        "producer": "producent|producenter|produktion|produceret af",
        "audio editor": "klip|klippet af|redigering|redigeret af",
        "audio engineer": "lyd|lydmand|lyddesign|mix",
        "composer": "musik af|komponist",
        "writer": "forfatter|manuskript|tilrettelægger|tilrettelæggelse",
        "narrator": "fortæller|speaker",
        "speaker": "medvirkende|deltagere",
    },
    chapters="kapitler|tidskoder|tidsstempler|indhold|emner|i dette afsnit",
    transcript="transskription|transskript|udskrift",
    links="henvisninger|kilder|links fra afsnittet",
    published="dato|udgivet|udgivelsesdato|publiceret|sendt",
    recorded="optaget|optagelsesdato|indspillet",
    duration="længde|varighed|spilletid",
    episode="afsnit|episode",
    season="sæson",
    title="titel",
    range="til",
    joins="og|samt|sammen med",
    beside="med|sammen med",
    talks="taler med|snakker med|interviewer|gæstes af",
    arrives="gæster|er gæst|er på besøg|er med|er dagens gæst|er ugens gæst",
    by="af",
    copula="er|var",
    clock="kl.|kl|klokken",
    schedule="åbningstider|åbent|lukket|program|frokost|afgang|ankomst",
    hours="timer|time", minutes="minutter|minut", seconds="sekunder|sekund|sek",
    nav="gå til indhold|spring til indhold|menu|hjem|søg|abonner|del|log ind|alle afsnit|læs mere|hent",
    elsewhere="forrige|sidste|tidligere|andet",
    intro="intro|indledning|introduktion|velkomst",
)  # fmt: skip
