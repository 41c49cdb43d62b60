"""Polish.

Names after “with” are inflected, so they are not taken.
"""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "stycznia|styczeń|sty", "lutego|luty|lut", "marca|marzec|mar", "kwietnia|kwiecień|kwi", "maja|maj",
        "czerwca|czerwiec|cze", "lipca|lipiec|lip", "sierpnia|sierpień|sie", "września|wrzesień|wrz",
        "października|październik|paź", "listopada|listopad|lis", "grudnia|grudzień|gru",
    ),
    days="poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|codziennie",
    roles={
        "host": "prowadzący|prowadząca|prowadzenie|prowadzi|prowadzą|gospodarz|gospodarze",
        "co-host": "współprowadzący|współprowadząca",
        "guest": "gość|gościni|goście|gość odcinka|nasz gość|moim gościem jest|gościem odcinka jest|gościem jest|"
        "gościnią odcinka jest|gościem programu jest|naszym gościem jest",
        "producer": "producent|producentka|produkcja|producenci",
        "editor": "redakcja|redaktor",
        "audio editor": "montaż|montażysta",
        "audio engineer": "realizacja dźwięku|dźwięk|miks",
        "composer": "muzyka|kompozytor",
        "writer": "autor|autorka|autorzy|scenariusz",
        "narrator": "lektor|lektorka|narrator|czyta",
        "speaker": "uczestnicy|udział biorą|w odcinku",
    },
    chapters="rozdziały|znaczniki czasu|spis treści|tematy|plan odcinka|w tym odcinku|agenda odcinka|czasówki",
    transcript="transkrypcja|transkrypt|zapis rozmowy",
    links="linki|odnośniki|źródła|notatki|materiały|przydatne linki",
    published="data|opublikowano|data publikacji|data premiery|premiera",
    recorded="nagrano|data nagrania|nagranie",
    duration="czas trwania|długość",
    episode="odcinek|odc.|epizod|nr",
    season="sezon",
    title="tytuł",
    range="do",
    joins="i|oraz|wraz z",
    arrives="jest gościem|jest naszym gościem|jest gościnią|jest moim gościem",
    by="przez",
    copula="jest|są|był|była",
    year="r.|r|roku",
    clock="godz.|godzina|rano|wieczorem",
    schedule="godziny otwarcia|otwarte|zamknięte|program|harmonogram|przerwa obiadowa|rozkład|odjazd|przyjazd",
    hours="godzin|godziny|godzina|godz|g", minutes="minut|minuty|minuta", seconds="sekund|sekundy|sekunda|sek",
    nav="przejdź do treści|strona główna|szukaj|subskrybuj|udostępnij|zaloguj|wszystkie odcinki|czytaj więcej|pobierz",
    elsewhere="poprzedni|poprzednim|ostatni|inny",
    intro="intro|wstęp|wprowadzenie|powitanie|początek",
)  # fmt: skip
