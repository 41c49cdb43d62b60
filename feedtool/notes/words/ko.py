"""Korean."""

from feedtool.notes.words import Words

WORDS = Words(
    days="월요일|화요일|수요일|목요일|금요일|토요일|일요일|매일|평일|주말",
    roles={
        "host": "진행|진행자|호스트|사회자|사회",
        "guest": "게스트|초대손님|초대 손님|오늘의 게스트|인터뷰이",
        "producer": "제작|프로듀서|제작자|기획",
        "editor": "편집|편집자",
        "audio engineer": "녹음|음향|믹싱",
        "composer": "음악|작곡",
        "writer": "작가|대본|글",
        "narrator": "내레이션|낭독",
        "speaker": "출연|출연자|참여자|패널|연사",
    },
    chapters="챕터|타임스탬프|타임라인|목차|타임코드|주요 내용|내용|순서|주제",
    transcript="스크립트|녹취록|대본 전문|전문",
    links="링크|관련 링크|참고|참고 자료|참고 링크",
    published="게시일|발행일|공개일|날짜|업로드|방송일",
    recorded="녹음일|녹화일|녹음 날짜",
    duration="길이|재생 시간|재생시간|러닝타임",
    episode="에피소드|제|화|회",
    season="시즌",
    title="제목",
    range="부터|까지",
    joins="와|과|및|그리고",
    clock="시|오전|오후",
    schedule="영업시간|운영시간|일정|시간표|점심시간|휴식|접수",
    hours="시간", minutes="분", seconds="초",
    nav="본문으로 건너뛰기|콘텐츠로 건너뛰기|메뉴|홈|검색|구독|공유|로그인|더 보기|다운로드",
    elsewhere="지난|이전|다른",
    intro="인트로|오프닝|시작|소개|여는 말",
)  # fmt: skip
