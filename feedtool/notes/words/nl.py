"""Dutch."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "januari|jan", "februari|feb", "maart|mrt", "april|apr", "mei", "juni|jun", "juli|jul", "augustus|aug",
        "september|sep|sept", "oktober|okt", "november|nov", "december|dec",
    ),
    days="maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|dagelijks",
    roles={
        "host": "presentator|presentatrice|presentatoren|presentatie|gepresenteerd door|gastheer|gastvrouw|gastheren",
        "guest": "gast|gasten|te gast|onze gast|onze gasten|interview met|in gesprek met",
        "producer": "producent|producenten|productie|geproduceerd door",
        "editor": "redactie|redacteur|eindredactie",
        "audio editor": "montage|audiobewerking|geluidsbewerking",
        "audio engineer": "geluid|techniek|geluidstechniek|mix",
        "composer": "muziek|muziek van|muziek door",
        "writer": "auteur|auteurs|geschreven door|tekst",
        "narrator": "verteller|voice-over|stem|stemmen",
        "cover art designer": "artwork door|omslag",
        "translator": "vertaling|vertaler",
        "speaker": "deelnemers|sprekers|spreker|met medewerking van|aanwezig",
    },
    chapters="hoofdstukken|tijdstempels|tijdcodes|inhoud|inhoudsopgave|onderwerpen|tijdlijn|tijden",
    transcript="transcriptie|transcript|uitgeschreven tekst",
    links="links|bronnen|shownotes|verwijzingen|genoemd",
    published="datum|gepubliceerd|gepubliceerd op|publicatiedatum|uitgezonden op|verschenen op",
    recorded="opgenomen|opgenomen op|opname|opnamedatum",
    duration="duur|lengte|speelduur",
    episode="aflevering|afl.|nummer",
    season="seizoen",
    title="titel",
    range="tot",
    joins="en|samen met",
    beside="met|samen met",
    talks="praten met|spreken met|in gesprek met|praat met|spreekt met|te gast is|interviewen",
    arrives="is te gast|zijn te gast|is onze gast|schuift aan|schuiven aan|komt langs|is bij ons",
    by="door|van",
    copula="is|zijn|was",
    clock="uur|'s ochtends|'s middags|'s avonds",
    schedule="openingstijden|geopend|gesloten|programma|lunch|inloop|aanvang|vertrek|aankomst",
    hours="uur|uren", minutes="minuten|minuut", seconds="seconden|seconde",
    nav="naar inhoud|ga naar inhoud|zoeken|abonneren|delen|inloggen|alle afleveringen|lees meer|downloaden",
    elsewhere="vorige|laatste|eerdere|andere",
    books="genesis|exodus|richteren|koningen|psalm|psalmen|spreuken|jesaja|jeremia|mattheüs|matteüs|marcus|lucas|"
    "johannes|handelingen|romeinen|korintiërs|efeziërs|hebreeën|jakobus|petrus|openbaring|vers",
    intro="intro|introductie|inleiding|welkom|begin|opening",
)  # fmt: skip
