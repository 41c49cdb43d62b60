"""Italian."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "gennaio|gen", "febbraio|feb", "marzo|mar", "aprile|apr", "maggio|mag", "giugno|giu", "luglio|lug",
        "agosto|ago", "settembre|set|sett", "ottobre|ott", "novembre|nov", "dicembre|dic",
    ),
    days="lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|tutti i giorni",
    roles={
        "host": "conduttore|conduttrice|conduttori|condotto da|conduce|conducono|presentatore|presentatrice|"
        "presentato da|moderatore|moderatrice|in studio",
        "co-host": "co-conduttore|co-conduttrice",
        "guest": "ospite|ospiti|il nostro ospite|la nostra ospite|ospite speciale|intervistato|intervistata|"
        "intervista a|intervista con",
        "producer": "produttore|produttrice|produzione|prodotto da",
        "editor": "redazione",
        "audio editor": "montaggio|editing audio|montaggio audio",
        "audio engineer": "fonico|mixaggio|registrazione|suono",
        "director": "regia|regista",
        "composer": "musica|musiche|musiche di|colonna sonora|sigla",
        "writer": "autore|autrice|autori|scritto da|testi di|testi",
        "narrator": "narratore|narratrice|voce|voci|voce narrante",
        "cover art designer": "copertina|illustrazione|grafica",
        "translator": "traduzione|traduttore|traduttrice",
        "speaker": "partecipanti|partecipano|relatori|con la partecipazione di",
    },
    chapters="capitoli|indice|minutaggio|sommario|contenuti|argomenti|scaletta|punti salienti|in questa puntata|"
    "in questo episodio",
    transcript="trascrizione|trascrizione completa|testo completo",
    links="link|collegamenti|riferimenti|risorse|note|link utili|approfondimenti|fonti",
    published="data|pubblicato|pubblicato il|data di pubblicazione|uscito il|in onda il|trasmesso il",
    recorded="registrato|registrato il|data di registrazione",
    duration="durata|lunghezza",
    episode="episodio|puntata|numero",
    season="stagione",
    title="titolo",
    range="a|alle|fino a",
    joins="e|ed|insieme a",
    beside="con|insieme a|intervista a|intervista con",
    talks="parliamo con|chiacchieriamo con|intervistiamo|ne parliamo con|abbiamo con noi|dialoga con|"
    "parla con",
    arrives="è il nostro ospite|è la nostra ospite|è ospite|è nostro ospite|sono nostri ospiti|ci raggiunge|è con noi",
    by="da|di",
    copula="è|sono|era",
    clock="ore|di mattina|di sera",
    schedule="orario|orari|aperto|chiuso|programma|pranzo|apertura porte|partenza|arrivo|cena",
    hours="ore|ora", minutes="minuti|minuto", seconds="secondi|secondo",
    nav="vai al contenuto|salta al contenuto|cerca|iscriviti|condividi|accedi|tutti gli episodi|leggi tutto|scarica",
    elsewhere="precedente|scorso|scorsa|ultimo|altro|altra",
    books="genesi|esodo|levitico|numeri|deuteronomio|giosuè|giudici|salmo|salmi|proverbi|isaia|geremia|matteo|marco|"
    "luca|giovanni|atti|romani|corinzi|galati|efesini|ebrei|giacomo|pietro|apocalisse|versetto",
    intro="intro|introduzione|inizio|apertura|presentazione|benvenuto|benvenuti|sigla",
)  # fmt: skip
