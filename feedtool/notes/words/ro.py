"""Romanian."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "ianuarie|ian", "februarie|feb", "martie|mar", "aprilie|apr", "mai", "iunie|iun", "iulie|iul",
        "august|aug", "septembrie|sept", "octombrie|oct", "noiembrie|nov", "decembrie|dec",
    ),
    days="luni|marți|miercuri|joi|vineri|sâmbătă|duminică",
    roles={
        "host": "gazdă|gazda|gazde|gazdele|moderator|moderatoare|prezentat de|moderat de|prezintă",
        "guest": "invitat|invitată|invitați|invitate|invitatul|invitata|invitații|invitatul episodului|"
        "invitatul nostru",
        "producer": "producător|producători|producție|produs de",
        "editor": "editor|editat de|redactor",
        "audio editor": "montaj|editare audio",
        "audio engineer": "sunet|inginer de sunet",
        "composer": "muzica|muzică|muzica de",
        "writer": "scris de|text",
        "narrator": "narator|lectura",
        "speaker": "participanți|vorbitori",
    },
    chapters="capitole|cuprins|subiecte|marcaje de timp|momente",
    transcript="transcriere|transcript",
    links="linkuri|legături|resurse|surse",
    published="publicat|publicat pe|data|data publicării",
    recorded="înregistrat|data înregistrării",
    duration="durată|durata",
    episode="episodul|episod",
    season="sezonul|sezon",
    title="titlu",
    joins="și|şi|precum și",
    beside="cu|împreună cu",
    talks="vorbim cu|stăm de vorbă cu|discutăm cu",
    arrives="este invitatul|este invitata|este invitatul nostru",
    by="de",
    copula="este|sunt",
    clock="ora",
    schedule="program|orar",
    hours="ore|oră",
    minutes="minute",
    seconds="secunde",
    nav="sari la conținut|meniu|acasă|căutare|abonează-te",
    intro="introducere|început",
)  # fmt: skip
