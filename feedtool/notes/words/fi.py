"""Finnish."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "tammikuuta|tammikuu|tammi", "helmikuuta|helmikuu|helmi", "maaliskuuta|maaliskuu|maalis",
        "huhtikuuta|huhtikuu|huhti", "toukokuuta|toukokuu|touko", "kesäkuuta|kesäkuu|kesä",
        "heinäkuuta|heinäkuu|heinä", "elokuuta|elokuu|elo", "syyskuuta|syyskuu|syys", "lokakuuta|lokakuu|loka",
        "marraskuuta|marraskuu|marras", "joulukuuta|joulukuu|joulu",
    ),
    days="maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai|päivittäin",
    roles={
        "host": "juontaja|juontajat|juontaa|juontavat|toimittaja|toimittajat|isäntä|emäntä",
        "guest": "vieras|vieraat|vieraana|vieraina|jakson vieras|haastateltava|haastateltavat|studiovieras",
        "producer": "tuottaja|tuottajat|tuotanto",
        "audio editor": "leikkaus|editointi|leikkaaja|äänileikkaus",
        "audio engineer": "äänisuunnittelu|äänittäjä|miksaus|ääni",
        "composer": "musiikki|säveltäjä|tunnusmusiikki",
        "writer": "käsikirjoitus|käsikirjoittaja|kirjoittaja",
        "narrator": "kertoja|lukija",
        "speaker": "osallistujat|puhujat|äänessä|mukana",
    },
    chapters="luvut|kappaleet|aikaleimat|sisältö|aiheet|sisällysluettelo|jakson aiheet|aikamerkit",
    transcript="litterointi|tekstivastine|transkriptio|puhtaaksikirjoitus",
    links="linkit|lähteet|lisätietoa|jakson linkit",
    published="julkaistu|päivämäärä|julkaisupäivä|julkaisupäivämäärä",
    recorded="nauhoitettu|äänitetty|nauhoituspäivä",
    duration="kesto|pituus",
    episode="jakso|osa",
    season="kausi|tuotantokausi",
    title="otsikko|nimi",
    joins="ja|sekä",
    beside="vieraana|mukana",
    talks="haastattelee|vieraana on|keskustelee",
    arrives="on vieraana|on vieraanamme|vierailee",
    clock="klo|klo.|kello",
    schedule="aukioloajat|avoinna|suljettu|ohjelma|aikataulu|lounas|lähtö|saapuminen",
    hours="tuntia|tunti|t", minutes="minuuttia|minuutti", seconds="sekuntia|sekunti|sek",
    nav="siirry sisältöön|hyppää sisältöön|valikko|etusivu|haku|tilaa|jaa|kirjaudu|kaikki jaksot|lue lisää|lataa",
    elsewhere="edellinen|aiempi|viime|toinen",
    intro="intro|johdanto|alku|aloitus|esittely|tervetuloa",
)  # fmt: skip
