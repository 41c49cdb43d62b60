"""French."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "janvier|janv", "février|févr|fév|fevrier", "mars", "avril|avr", "mai", "juin", "juillet|juil", "août|aout",
        "septembre|sept", "octobre|oct", "novembre|nov", "décembre|déc|decembre",
    ),
    days="lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|tous les jours",
    roles={
        "host": "animateur|animatrice|animateurs|animatrices|animé par|animée par|présenté par|présentée par|animation|"
        "présentateur|présentatrice|"
        "présenté par|présentation|hôte|hôtes|votre hôte|vos hôtes|vos animateurs",
        "co-host": "co-animateur|co-animatrice|coanimateur",
        "guest": "invité|invitée|invités|invitées|invité(e)|invité(e)s|notre invité|notre invitée|nos invités|avec la "
        "participation de|l'invité|l’invité|entretien avec|interview de|interview avec",
        "producer": "producteur|productrice|production|produit par",
        "editor": "rédaction|rédacteur|rédactrice",
        "audio editor": "montage|monteur|monteuse|monté par",
        "audio engineer": "mixage|prise de son|ingénieur du son|réalisation sonore",
        "director": "réalisation|réalisateur|réalisatrice|réalisé par",
        "composer": "musique|musique de|musique originale|compositeur",
        "writer": "auteur|autrice|auteure|auteurs|écrit par|texte de",
        "narrator": "narrateur|narratrice|voix|lu par",
        "cover art designer": "illustration|visuel",
        "translator": "traduction|traducteur|traductrice",
        "speaker": "intervenants|intervenant|intervenante|participants|chroniqueurs|avec nous",
    },
    chapters="chapitres|chapitrage|sommaire|minutage|horodatage|au sommaire|programme de l'épisode|plan|"
    "table des matières|plan de l'épisode|repères|au programme",
    transcript="transcription|retranscription|transcript",
    links="liens|références|ressources|les liens|pour aller plus loin|sources",
    published="publié|publié le|date|date de publication|diffusé le|diffusion|date de diffusion|paru le|"
    "mis en ligne le",
    recorded="enregistré|enregistré le|enregistrement|date d'enregistrement",
    duration="durée|longueur",
    episode="épisode|episode|numéro|n°|émission|ép.|ép",
    season="saison",
    title="titre",
    range="à|jusqu'à",
    joins="et|ainsi que",
    beside="avec|en compagnie de|entretien avec",
    talks="recevons|reçoit|nous recevons|je reçois|échange avec|discute avec|discutons avec|"
    "en compagnie de|accueillons|accueille|recevoir|parlons avec|entretien avec|"
    "s'entretient avec",
    arrives="est notre invité|est notre invitée|est mon invité|est mon invitée|est l'invité|est l'invitée|"
    "est l’invité|est l’invitée|nous rejoint|nous rejoignent|sont nos invités|est avec nous",
    by="par|de",
    copula="est|sont|était|a été",
    clock="heures|du matin|du soir|de l'après-midi",
    schedule="horaires|heures d'ouverture|ouvert|fermé|programme|accueil|déjeuner|pause café|départ|arrivée|dîner",
    hours="heures|heure", minutes="minutes|minute|mn", seconds="secondes|seconde",
    nav="aller au contenu|passer au contenu|accueil|rechercher|s'abonner|partager|connexion|mentions légales|"
    "tous les épisodes|lire la suite|télécharger",
    elsewhere="précédent|précédente|dernier|dernière|autre",
    books="genèse|exode|lévitique|nombres|deutéronome|josué|juges|rois|psaume|psaumes|proverbes|ésaïe|jérémie|matthieu|"
    "marc|luc|jean|actes|romains|corinthiens|galates|éphésiens|hébreux|jacques|pierre|apocalypse|verset",
    intro="intro|introduction|présentation|ouverture|bienvenue|générique",
)  # fmt: skip
