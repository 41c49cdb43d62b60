"""Portuguese."""

from feedtool.notes.words import Words

WORDS = Words(
    months=(
        "janeiro|jan", "fevereiro|fev", "março|mar|marco", "abril|abr", "maio|mai", "junho|jun", "julho|jul",
        "agosto|ago", "setembro|set", "outubro|out", "novembro|nov", "dezembro|dez",
    ),
    days="segunda-feira|segunda|terça-feira|terça|quarta-feira|quarta|quinta-feira|quinta|sexta-feira|sexta|sábado|"
    "domingo|todos os dias",
    roles={
        "host": "apresentador|apresentadora|apresentadores|apresentação|apresentado por|anfitrião|anfitriã|anfitriões|"
        "condução|mediador|mediadora|mediação|âncora|moderação",
        "co-host": "co-apresentador|co-apresentadora",
        "guest": "convidado|convidada|convidados|convidadas|participação especial|entrevistado|entrevistada|"
        "entrevista com|convidado especial|nosso convidado",
        "producer": "produtor|produtora|produção|produzido por",
        "audio editor": "edição|edição de áudio|editado por|editor de áudio|montagem",
        "audio engineer": "mixagem|sonoplastia|técnico de som|captação",
        "sound designer": "desenho de som",
        "director": "direção|diretor|diretora",
        "composer": "música|trilha sonora|trilha|música de",
        "writer": "roteiro|roteirista|escrito por|autor|autora",
        "narrator": "narração|narrador|narradora|locução|locutor|locutora|voz",
        "cover art designer": "capa|arte da capa|arte|ilustração",
        "translator": "tradução|tradutor|tradutora",
        "speaker": "participantes|participação|participações|participam|integrantes|bancada|elenco|colaboradores",
    },
    chapters="capítulos|índice|minutagem|marcações de tempo|sumário|pauta|tópicos|conteúdo|temas|linha do tempo|"
    "tempos|marcadores|blocos|assuntos",
    transcript="transcrição|transcrição completa|degravação",
    links="links|referências|recursos|links citados|links do episódio|mencionado|notas|links relacionados",
    published="data|publicado|publicado em|data de publicação|lançamento|lançado em|publicação",
    recorded="gravado|gravado em|data de gravação|gravação",
    duration="duração|tempo|tempo total",
    episode="episódio|episodio|programa|edição|nº",
    season="temporada",
    title="título",
    range="a|até|às",
    joins="e|junto com",
    beside="com|entrevista com|conversa com",
    talks="conversamos com|falamos com|entrevistamos|conversa com|recebemos|recebe|bate-papo com|"
    "conversaram com|batemos um papo com|entrevista com",
    arrives="é o convidado|é a convidada|é o nosso convidado|é a nossa convidada|é nosso convidado|é nossa convidada|"
    "se junta a nós|participa do episódio|está connosco|está com a gente",
    by="por|de|pela|pelo",
    copula="é|são|foi",
    clock="horas|hrs|da manhã|da tarde|da noite",
    schedule="horário|horários|aberto|fechado|programação|almoço|abertura|abertura dos portões|saída|chegada|jantar",
    hours="horas|hora", minutes="minutos|minuto", seconds="segundos|segundo|seg",
    nav="pular para o conteúdo|ir para o conteúdo|início|buscar|assinar|compartilhar|entrar|todos os episódios|"
    "leia mais|baixar",
    elsewhere="anterior|passado|último|outro|outra",
    books="gênesis|êxodo|levítico|números|deuteronômio|josué|juízes|reis|salmo|salmos|provérbios|isaías|jeremias|"
    "mateus|marcos|lucas|joão|atos|romanos|coríntios|gálatas|efésios|hebreus|tiago|pedro|apocalipse|versículo",
    intro="intro|introdução|início|abertura|apresentação|boas-vindas|vinheta",
)  # fmt: skip
