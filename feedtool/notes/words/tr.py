"""Turkish."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "ocak|oca", "şubat|şub", "mart|mar", "nisan|nis", "mayıs|may", "haziran|haz", "temmuz|tem", "ağustos|ağu",
        "eylül|eyl", "ekim|eki", "kasım|kas", "aralık|ara",
    ),
    days="pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar|her gün",
    roles={
        "host": "sunucu|sunucular|sunan|sunanlar|moderatör",
        "guest": "konuk|konuklar|konuğumuz|konuğu|bölüm konuğu|konuklarımız",
        "producer": "yapımcı|yapımcılar|yapım|prodüksiyon",
        "editor": "editör|kurgu",
        "audio engineer": "ses|ses mühendisi|miksaj",
        "composer": "müzik|besteci",
        "writer": "yazar|metin|senaryo",
        "narrator": "anlatıcı|seslendiren",
        "speaker": "katılımcılar|konuşmacılar|konuşmacı",
    },
    chapters="bölümler|zaman damgaları|zaman kodları|içindekiler|içerik|konular|konu başlıkları|başlıklar",
    transcript="transkript|deşifre|döküm",
    links="bağlantılar|linkler|kaynaklar|kaynakça",
    published="tarih|yayınlandı|yayın tarihi|yayınlanma tarihi",
    recorded="kayıt tarihi|kaydedildi",
    duration="süre|uzunluk",
    episode="bölüm|sayı",
    season="sezon",
    title="başlık",
    joins="ve|ile",
    beside="konuk",
    talks="konuşuyoruz|ağırlıyoruz|konuğumuz",
    arrives="konuğumuz oluyor|bizimle",
    clock="saat",
    schedule="çalışma saatleri|açık|kapalı|program|öğle yemeği|kalkış|varış",
    hours="saat|sa", minutes="dakika|dk", seconds="saniye|sn",
    nav="içeriğe geç|içeriğe atla|menü|ana sayfa|ara|abone ol|paylaş|giriş yap|tüm bölümler|devamını oku|indir",
    elsewhere="önceki|geçen|son|diğer",
    intro="giriş|açılış|başlangıç|tanıtım|hoş geldiniz",
)  # fmt: skip
