"""German."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "januar|jan|jänner", "februar|feb", "märz|mär|maerz|mrz", "april|apr", "mai", "juni|jun", "juli|jul",
        "august|aug", "september|sep|sept", "oktober|okt", "november|nov", "dezember|dez",
    ),
    days="montag|mo|dienstag|di|mittwoch|mi|donnerstag|do|freitag|fr|samstag|sa|sonnabend|sonntag|so|montags|dienstags|"
    "mittwochs|donnerstags|freitags|samstags|sonntags|werktags|täglich",
    roles={
        "host": "moderation|moderator|moderatorin|moderatoren|gastgeber|gastgeberin|gastgeberinnen|es moderiert|"
        "es moderieren|eure hosts|deine hosts|unsere hosts",
        "co-host": "co-moderation|co-moderator|co-moderatorin",
        "guest": "gast|gäste|gästin|gesprächspartner|gesprächspartnerin|studiogast|interviewgast|interviewpartner|"
        "interviewpartnerin|zu gast|heute zu gast|unser gast|unsere gäste|im gespräch mit|interview mit|"
        "im interview",
        "producer": "produktion|produzent|produzentin|produzenten|produziert von",
        "editor": "redaktion|redakteur|redakteurin",
        "audio editor": "schnitt|audioschnitt|postproduktion",
        "audio engineer": "tonmeister|tonmeisterin|ton|tontechnik|mischung|mix",
        "sound designer": "sounddesign|sound-design",
        "composer": "musik|musik von|titelmusik",
        "narrator": "sprecher|sprecherin|sprecher:in|erzähler|erzählerin",
        "writer": "autor|autorin|autoren|autor:in|text von|skript",
        "director": "regie",
        "translator": "übersetzung|übersetzer|übersetzerin",
        "cover art designer": "coverart|titelbild",
        "speaker": "teilnehmer|teilnehmerinnen|teilnehmende|mitwirkende|beteiligte|mit dabei|dabei",
    },
    chapters="kapitel|kapitelmarken|sprungmarken|zeitmarken|zeitstempel|inhalt|inhaltsverzeichnis|themen|ablauf|"
    "übersicht|themen der folge|themenübersicht|gliederung|kapitelübersicht|timecodes",
    transcript="transkript|transkription|volltext|mitschrift|das transkript",
    links="links|shownotes|quellen|weiterführende links|erwähnt|literatur",
    published="veröffentlicht|veröffentlicht am|datum|erschienen|erschienen am|veröffentlichungsdatum|sendedatum|vom",
    recorded="aufgenommen|aufgenommen am|aufnahme|aufnahmedatum|aufzeichnung",
    duration="dauer|länge|laufzeit|spieldauer|spielzeit|gesamtdauer",
    episode="folge|episode|ausgabe|sendung|nr.",
    season="staffel",
    title="titel",
    range="bis",
    joins="und|sowie",
    beside="mit|im gespräch mit",
    talks="spricht mit|sprechen mit|sprechen wir mit|gesprochen mit|im gespräch mit|"
    "unterhalte mich mit|unterhält sich mit|unterhalten uns mit|begrüßen wir|zu gast ist|"
    "zu gast sind|reden mit|redet mit|trifft",
    arrives="ist zu gast|ist heute zu gast|sind zu gast|ist bei uns|ist bei mir|ist unser gast|ist mein gast|"
    "ist heute unser gast|war zu gast|kommt zu besuch|schaut vorbei",
    by="von|durch",
    copula="ist|sind|war|wird|wurde",
    clock="uhr|vormittags|nachmittags|abends|morgens",
    schedule="öffnungszeiten|geöffnet|geschlossen|einlass|beginn|termine|programm|fahrplan|sprechzeiten|mittagspause|"
    "kaffeepause|abfahrt|ankunft",
    hours="stunden|stunde|std.|std", minutes="minuten|minute|min.", seconds="sekunden|sekunde|sek.|sek",
    nav="zum inhalt springen|zum inhalt|menü|startseite|suche|abonnieren|teilen|impressum|datenschutz|anmelden|"
    "alle folgen|herunterladen|weiterlesen",
    elsewhere="vorherige|letzte|frühere|andere|alte",
    books="mose|richter|könige|chronik|psalmen|sprüche|prediger|jesaja|jeremia|hesekiel|matthäus|mt|markus|mk|lukas|lk|"
    "johannes|joh|apostelgeschichte|apg|römer|röm|korinther|kor|galater|epheser|philipper|kolosser|hebräer|hebr|"
    "jakobus|petrus|offenbarung|offb|vers",
    intro="intro|einleitung|begrüßung|einstieg|vorspann|vorstellung|prolog",
)  # fmt: skip
