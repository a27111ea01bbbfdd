"""Words that generated names are put together from. All names are invented; the neighbourhoods are Seoul's."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    ko: str
    en: str


def _words(text: str) -> list[Word]:
    return [Word(*(part.strip() for part in pair.split("|"))) for pair in text.split(",")]


def _plain(text: str) -> list[str]:
    return text.split()


MOODS = _words(
    "느린|Slow,새벽|Dawn,달빛|Moonlit,햇살|Sunlit,들꽃|Wildflower,첫눈|First-snow,한뼘|Hand-span,온새미|Whole,"
    "다정한|Kind,소박한|Plain,단단한|Sturdy,포근한|Snug,맑은|Clear,고운|Fine,둥근|Round,작은|Small,큰|Big,푸른|Blue,"
    "노을|Sunset,봄볕|Spring-sun,가을|Autumn,겨울|Winter,여름|Summer,손수|Handmade,오래|Long-lasting,다시|Renewed,"
    "두 번째|Second,이웃|Neighbour's,할머니|Grandmother's,마당|Courtyard,옥상|Rooftop,골목|Alley,창가|Window-side,"
    "숲속|Forest,강가|Riverside,언덕|Hillside,비 갠|After-rain,바람|Windy,별빛|Starlit,은빛|Silver,초록|Green,"
    "하얀|White,검은|Black,붉은|Red,잔잔한|Calm,든든한|Hearty,가벼운|Light,튼튼한|Strong"
)
NEIGHBOURHOODS = _words(
    "망원동|Mangwon,연남동|Yeonnam,성수동|Seongsu,창신동|Changsin,해방촌|Haebangchon,서촌|Seochon,북촌|Bukchon,"
    "상도동|Sangdo,신림동|Sillim,봉천동|Bongcheon,구로동|Guro,개봉동|Gaebong,독산동|Doksan,문래동|Mullae,당산동|Dangsan,"
    "화곡동|Hwagok,목동|Mok-dong,신월동|Sinwol,불광동|Bulgwang,갈현동|Galhyeon,홍제동|Hongje,홍은동|Hongeun,"
    "정릉동|Jeongneung,길음동|Gireum,수유동|Suyu,번동|Beon-dong,쌍문동|Ssangmun,방학동|Banghak,상계동|Sanggye,"
    "공릉동|Gongneung,묵동|Muk-dong,면목동|Myeonmok,전농동|Jeonnong,답십리|Dapsimni,제기동|Jegi,자양동|Jayang,"
    "중곡동|Junggok,천호동|Cheonho,암사동|Amsa,둔촌동|Dunchon,잠실동|Jamsil,거여동|Geoyeo,일원동|Irwon,역삼동|Yeoksam,"
    "방배동|Bangbae,양재동|Yangjae,흑석동|Heukseok,노량진|Noryangjin,한남동|Hannam,후암동|Huam"
)
# 81 × 72 names: more than the 5,527 that the brochure counts.
FIRST = _plain(
    "다솜 온새 한뼘 느린 달빛 별빛 햇살 들꽃 푸른 초록 은빛 물빛 나무 모두 함께 이웃 마주 두레 품앗이 "
    "울림 도담 해들 소리 바른 고운 빛담 흙내 온결 반짝 새싹 봄날 가온 누리 마루 아라 다온 나래 라온 미르 "
    "시나브로 여울 한울 해오름 새론 슬기 벼리 가람 나린 다원 도란 둥지 또바기 마중 모아 밀알 바다 보듬 "
    "봄봄 사부작 산들 새길 서로 소담 송이 아름 알콩 어울 여럿 오손 우리 윤슬 이음 자락 잇다 조각 차곡 "
    "참살 채움 토닥 하나 한결"
)
SECOND = _plain(
    "공방 비누 두부 텃밭 빵집 도예 리필 봉제 자수 목공 한복 숲놀이 수제화 반찬 커피 누빔 꽃차 전자 책방 "
    "세공 돌봄 꿀벌 골목 빨래터 악기 디저트 꾸러미 유리 우산 산벗 밥상 부엌 살림 손길 실타래 바느질 염색 "
    "종이 가죽 매듭 도시락 찻집 과자 김치 장터 농부 정원 화분 향초 목욕 이불 양말 모자 신발 가방 인쇄 "
    "그림 사진 놀이터 학교 여행 자전거 수선 청소 집수리 조명 가구 도자기 씨앗 곡물 방앗간 양조"
)
FORMS = {
    "SE": Word("㈜", ""),
    "PS": Word("㈜", ""),
    "MV": Word("마을", "Village"),
    "CO": Word("협동조합", "Co-op"),
    "SC": Word(" 사회적협동조합", "Social Co-op"),
    "JH": Word("", ""),
}
# How many of each there are in Seoul (domain-ko.md §1.2).
STATUS_COUNTS = {"SE": 593, "PS": 245, "MV": 87, "CO": 3497, "SC": 963, "JH": 142}
