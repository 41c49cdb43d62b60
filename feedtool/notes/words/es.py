"""Spanish."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "enero|ene", "febrero|feb", "marzo|mar", "abril|abr", "mayo|may", "junio|jun", "julio|jul", "agosto|ago",
        "septiembre|sep|setiembre|sept", "octubre|oct", "noviembre|nov", "diciembre|dic",
    ),
    days="lunes|martes|miércoles|jueves|viernes|sábado|domingo|sábados|domingos|todos los días",
    roles={
        "host": "presentador|presentadora|presentadores|presentado por|presenta|presentan|conductor|conductora|"
        "conductores|conducido por|conducción|anfitrión|anfitriona|anfitriones|moderador|moderadora|dirige y presenta",
        "co-host": "co-presentador|copresentador|copresentadora",
        "guest": "invitado|invitada|invitados|invitadas|nuestro invitado|nuestra invitada|entrevistado|entrevistada|"
        "entrevista a|entrevista con|invitado especial",
        "producer": "productor|productora|producción|producido por|producción de",
        "audio editor": "edición|edición de audio|editado por|montaje",
        "audio engineer": "sonido|técnico de sonido|mezcla|ingeniero de sonido",
        "director": "dirección|director|directora|dirigido por",
        "composer": "música|música de|música original|compositor",
        "writer": "guion|guión|guionista|escrito por|autor|autora",
        "narrator": "narrador|narradora|locución|locutor|locutora|voz|voces",
        "cover art designer": "ilustración|diseño de portada",
        "translator": "traducción|traductor|traductora",
        "speaker": "participantes|participan|ponentes|colaboradores|tertulianos|con la participación de",
    },
    chapters="capítulos|índice|marcas de tiempo|minutaje|contenido|contenidos|temas|minutos|sumario|temario|"
    "tabla de contenidos|escaleta|secciones|marcadores",
    transcript="transcripción|transcripción completa|transcript",
    links="enlaces|notas|notas del episodio|recursos|referencias|enlaces de interés|mencionado|vínculos",
    published="fecha|publicado|publicado el|fecha de publicación|emitido|emitido el|fecha de emisión",
    recorded="grabado|grabado el|fecha de grabación|grabación",
    duration="duración|longitud",
    episode="episodio|capítulo|programa|núm.|número|cap.|cap",
    season="temporada",
    title="título",
    range="a|hasta|al",
    joins="y|e|junto a",
    beside="con|junto a|entrevista con|entrevista a",
    talks="conversamos con|hablamos con|charlamos con|entrevistamos a|conversa con|habla con|"
    "charla con|entrevista a|nos acompaña|nos acompañan|recibimos a",
    arrives="nos acompaña|nos acompañan|es nuestro invitado|es nuestra invitada|nos visita|se une a nosotros|"
    "es el invitado|es la invitada",
    by="por|de",
    copula="es|son|fue|era",
    clock="horas|hrs|de la mañana|de la tarde|de la noche",
    schedule="horario|horarios|abierto|cerrado|programa|almuerzo|comida|apertura de puertas|salida|llegada|cena",
    hours="horas|hora", minutes="minutos|minuto", seconds="segundos|segundo|seg",
    nav="saltar al contenido|ir al contenido|inicio|buscar|suscribirse|compartir|iniciar sesión|aviso legal|"
    "todos los episodios|leer más|descargar",
    elsewhere="anterior|pasado|último|otro|otra",
    books="génesis|éxodo|levítico|números|deuteronomio|josué|jueces|reyes|salmo|salmos|proverbios|isaías|jeremías|"
    "mateo|marcos|lucas|juan|hechos|romanos|corintios|gálatas|efesios|hebreos|santiago|pedro|apocalipsis|versículo",
    intro="intro|introducción|inicio|presentación|bienvenida|apertura",
)  # fmt: skip
