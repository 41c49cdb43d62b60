"""Indonesian."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "januari|jan", "februari|feb", "maret|mar", "april|apr", "mei", "juni|jun", "juli|jul", "agustus|agu",
        "september|sep", "oktober|okt", "november|nov", "desember|des",
    ),
    days="senin|selasa|rabu|kamis|jumat|sabtu|minggu",
    roles={
        "host": "pembawa acara|penyiar|pemandu acara|dipandu oleh|dipandu",
        "guest": "tamu|bintang tamu|narasumber|tamu spesial",
        "producer": "produser|diproduksi oleh",
        "editor": "penyunting|disunting oleh",
        "composer": "musik oleh",
        "writer": "penulis|ditulis oleh",
    },
    chapters="bab|daftar isi|stempel waktu|topik|pembahasan",
    transcript="transkrip",
    links="tautan|sumber|referensi",
    published="diterbitkan|tanggal|tanggal terbit",
    duration="durasi",
    episode="episode|eps",
    season="musim",
    title="judul",
    joins="dan|serta",
    beside="bersama",
    talks="berbincang dengan|mengobrol dengan|ngobrol bareng|ngobrol dengan",
    by="oleh",
    copula="adalah",
    clock="pukul|wib",
    hours="jam",
    minutes="menit",
    seconds="detik",
    intro="pembukaan|perkenalan",
)  # fmt: skip
