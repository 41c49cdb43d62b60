"""Swedish."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "januari|jan", "februari|feb", "mars", "april|apr", "maj", "juni|jun", "juli|jul", "augusti|aug",
        "september|sep|sept", "oktober|okt", "november|nov", "december|dec",
    ),
    days="måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|dagligen",
    roles={
        "host": "programledare|värd|värdar|programledarna|leds av",
        "guest": "gäst|gäster|veckans gäst|dagens gäst|vår gäst|intervju med",
        "producer": "producent|producenter|produktion|producerad av",
        "audio editor": "klippning|redigering|klippt av|redigerad av",
        "audio engineer": "ljud|ljudtekniker|ljudläggning|mixning",
        "composer": "musik av|kompositör|signaturmelodi",
        "writer": "författare|manus",
        "narrator": "berättare|uppläsare|röst",
        "speaker": "medverkande|deltagare|medverkar",
    },
    chapters="kapitel|tidsstämplar|tidskoder|innehåll|ämnen|hållpunkter|i detta avsnitt|avsnittets innehåll",
    transcript="transkribering|transkript|transkription|utskrift",
    links="länkar|källor|lästips|länkar från avsnittet",
    published="datum|publicerad|publicerat|publicerades|sändes|utgivningsdatum",
    recorded="inspelat|inspelad|inspelningsdatum|spelades in",
    duration="längd|speltid|varaktighet",
    episode="avsnitt|del",
    season="säsong",
    title="titel|rubrik",
    range="till",
    joins="och|samt|tillsammans med",
    beside="med|tillsammans med",
    talks="pratar med|samtalar med|intervjuar|träffar|gästas av",
    arrives="gästar|är gäst|är veckans gäst|är dagens gäst|besöker oss|är med",
    by="av",
    copula="är|var",
    clock="kl.|kl|klockan",
    schedule="öppettider|öppet|stängt|schema|lunchpaus|avgång|ankomst",
    hours="timmar|timme|tim", minutes="minuter|minut", seconds="sekunder|sekund|sek",
    nav="hoppa till innehåll|gå till innehåll|meny|hem|sök|prenumerera|dela|logga in|alla avsnitt|läs mer|ladda ner",
    elsewhere="föregående|förra|senaste|tidigare|annat",
    intro="intro|inledning|introduktion|välkommen|start",
)  # fmt: skip
