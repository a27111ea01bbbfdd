"""Korea as Saleor's address rules know it: provinces, their postal ranges and the names of their cities.

The lists are older than the country: 강원 and 전북 are not yet special self-governing provinces, 군위 is not yet
in 대구, and 세종, which has no cities, still has to name one.
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# How the postal codes of a 시/군/구 begin, by 시/도.
BY_CITY: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("postal.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Area:
    """A 시/도: its full, short and Latin names, its postal codes, its cities in Korean and Latin letters."""

    name: str
    short: str
    latin: str
    pattern: str
    cities: tuple[tuple[str, str], ...]

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name.casefold(): korean for korean, latin in self.cities for name in (korean, latin)}

    def city_named(self, name: str) -> str | None:
        """Return the Korean name of a city on the list, or None."""
        return self._by_name.get(name.casefold())

    def has_code(self, code: str, city: str = "") -> bool:
        """Say whether a postal code begins as those of this area do, and as those of its city if one is named."""
        pattern = BY_CITY.get(self.name, {}).get(self.city_named(city) or "", self.pattern)
        return re.match(self.pattern, code) is not None and re.match(pattern, code) is not None


def _cities(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, latin) for name, _, latin in (entry.partition(" ") for entry in text.split(", ")))


AREAS = (
    Area(
        "강원도",
        "강원",
        "Gangwon-do",
        r"2[456]\d{2}",
        _cities(
            "강릉시 Gangneung-si, 고성군 Goseong-gun, 동해시 Donghae-si, 삼척시 Samcheok-si, 속초시 Sokcho-si, 양구군 "
            "Yanggu-gun, 양양군 Yangyang-gun, 영월군 Yeongwol-gun, 원주시 Wonju-si, 인제군 Inje-gun, 정선군 "
            "Jeongseon-gun, 철원군 Cheorwon-gun, 춘천시 Chuncheon-si, 태백시 Taebaek-si, 평창군 Pyeongchang-gun, "
            "홍천군 Hongcheon-gun, 화천군 Hwacheon-gun, 횡성군 Hoengseong-gun"
        ),
    ),
    Area(
        "경기도",
        "경기",
        "Gyeonggi-do",
        r"1[0-8]\d{2}",
        _cities(
            "가평군 Gapyeong-gun, 고양시 Goyang-si, 과천시 Gwacheon-si, 광명시 Gwangmyeong-si, 광주시 Gwangju-si, "
            "구리시 Guri-si, 군포시 Gunpo-si, 김포시 Gimpo-si, 남양주시 Namyangju-si, 동두천시 Dongducheon-si, 부천시 "
            "Bucheon-si, 성남시 Seongnam-si, 수원시 Suwon-si, 시흥시 Siheung-si, 안산시 Ansan-si, 안성시 Anseong-si, "
            "안양시 Anyang-si, 양주시 Yangju-si, 양평군 Yangpyeong-gun, 여주시 Yeoju-si, 연천군 Yeoncheon-gun, 오산시 "
            "Osan-si, 용인시 Yongin-si, 의왕시 Uiwang-si, 의정부시 Uijeongbu-si, 이천시 Icheon-si, 파주시 Paju-si, "
            "평택시 Pyeongtaek-si, 포천시 Pocheon-si, 하남시 Hanam-si, 화성시 Hwaseong-si"
        ),
    ),
    Area(
        "경상남도",
        "경남",
        "Gyeongsangnam-do",
        r"5[0-3]\d{2}",
        _cities(
            "거제시 Geoje-si, 거창군 Geochang-gun, 고성군 Goseong-gun, 김해시 Gimhae-si, 남해군 Namhae-gun, 밀양시 "
            "Miryang-si, 사천시 Sacheon-si, 산청군 Sancheong-gun, 양산시 Yangsan-si, 의령군 Uiryeong-gun, 진주시 "
            "Jinju-si, 창녕군 Changnyeong-gun, 창원시 Changwon-si, 통영시 Tongyeong-si, 하동군 Hadong-gun, 함안군 "
            "Haman-gun, 함양군 Hamyang-gun, 합천군 Hapcheon-gun"
        ),
    ),
    Area(
        "경상북도",
        "경북",
        "Gyeongsangbuk-do",
        r"(?:3[6-9]|40)\d{2}",
        _cities(
            "경산시 Gyeongsan-si, 경주시 Gyeongju-si, 고령군 Goryeong-gun, 구미시 Gumi-si, 군위군 Gunwi-gun, 김천시 "
            "Gimcheon-si, 문경시 Mungyeong-si, 봉화군 Bonghwa-gun, 상주시 Sangju-si, 성주군 Seongju-gun, 안동시 "
            "Andong-si, 영덕군 Yeongdeok-gun, 영양군 Yeongyang-gun, 영주시 Yeongju-si, 영천시 Yeongcheon-si, 예천군 "
            "Yecheon-gun, 울릉군 Ulleung-gun, 울진군 Uljin-gun, 의성군 Uiseong-gun, 청도군 Cheongdo-gun, 청송군 "
            "Cheongsong-gun, 칠곡군 Chilgok-gun, 포항시 Pohang-si"
        ),
    ),
    Area(
        "광주광역시",
        "광주",
        "Gwangju",
        r"6[12]\d{2}",
        _cities("광산구 Gwangsan-gu, 남구 Nam-gu, 동구 Dong-gu, 북구 Buk-gu, 서구 Seo-gu"),
    ),
    Area(
        "대구광역시",
        "대구",
        "Daegu",
        r"4[123]\d{2}",
        _cities(
            "남구 Nam-gu, 달서구 Dalseo-gu, 달성군 Dalseong-gun, 동구 Dong-gu, 북구 Buk-gu, 서구 Seo-gu, 수성구 "
            "Suseong-gu, 중구 Jung-gu"
        ),
    ),
    Area(
        "대전광역시",
        "대전",
        "Daejeon",
        r"3[45]\d{2}",
        _cities("대덕구 Daedeok-gu, 동구 Dong-gu, 서구 Seo-gu, 유성구 Yuseong-gu, 중구 Jung-gu"),
    ),
    Area(
        "부산광역시",
        "부산",
        "Busan",
        r"4[6-9]\d{2}",
        _cities(
            "강서구 Gangseo-gu, 금정구 Geumjeong-gu, 기장군 Gijang-gun, 남구 Nam-gu, 동구 Dong-gu, 동래구 Dongnae-gu, "
            "부산진구 Busanjin-gu, 북구 Buk-gu, 사상구 Sasang-gu, 사하구 Saha-gu, 서구 Seo-gu, 수영구 Suyeong-gu,"
            " 연제구 "
            "Yeonje-gu, 영도구 Yeongdo-gu, 중구 Jung-gu, 해운대구 Haeundae-gu"
        ),
    ),
    Area(
        "서울특별시",
        "서울",
        "Seoul",
        r"0[1-8]\d{2}",
        _cities(
            "강남구 Gangnam-gu, 강동구 Gangdong-gu, 강북구 Gangbuk-gu, 강서구 Gangseo-gu, 관악구 Gwanak-gu, 광진구 "
            "Gwangjin-gu, 구로구 Guro-gu, 금천구 Geumcheon-gu, 노원구 Nowon-gu, 도봉구 Dobong-gu, 동대문구 "
            "Dongdaemun-gu, 동작구 Dongjak-gu, 마포구 Mapo-gu, 서대문구 Seodaemun-gu, 서초구 Seocho-gu, 성동구 "
            "Seongdong-gu, 성북구 Seongbuk-gu, 송파구 Songpa-gu, 양천구 Yangcheon-gu, 영등포구 Yeongdeungpo-gu, "
            "용산구 Yongsan-gu, 은평구 Eunpyeong-gu, 종로구 Jongno-gu, 중구 Jung-gu, 중랑구 Jungnang-gu"
        ),
    ),
    Area(
        "세종특별자치시",
        "세종",
        "Sejong",
        r"30[01]\d",
        _cities(
            "고운동 Goun-dong, 금남면 Geumnam-myeon, 다정동 Dajeong-dong, 대평동 Daepyeong-dong, 도담동 Dodam-dong, "
            "보람동 Boram-dong, 부강면 Bugang-myeon, 새롬동 Saerom-dong, 소담동 Sodam-dong, 소정면 Sojeong-myeon, "
            "아름동 Areum-dong, 연기면 Yeongi-myeon, 연동면 Yeondong-myeon, 연서면 Yeonseo-myeon, 장군면 Janggun- "
            "myeon, 전동면 Jeondong-myeon, 전의면 Jeonui-myeon, 조치원읍 Jochiwon-eup, 종촌동 Jongchon-dong, 한솔동 "
            "Hansol-dong"
        ),
    ),
    Area(
        "울산광역시",
        "울산",
        "Ulsan",
        r"4[45]\d{2}",
        _cities("남구 Nam-gu, 동구 Dong-gu, 북구 Buk-gu, 울주군 Ulju-gun, 중구 Jung-gu"),
    ),
    Area(
        "인천광역시",
        "인천",
        "Incheon",
        r"2[1-3]\d{2}",
        _cities(
            "강화군 Ganghwa-gun, 계양구 Gyeyang-gu, 남구 Nam-gu, 남동구 Namdong-gu, 동구 Dong-gu, 부평구 Bupyeong-gu, "
            "서구 Seo-gu, 연수구 Yeonsu-gu, 옹진군 Ongjin-gun, 중구 Jung-gu"
        ),
    ),
    Area(
        "전라남도",
        "전남",
        "Jeollanam-do",
        r"5[7-9]\d{2}",
        _cities(
            "강진군 Gangjin-gun, 고흥군 Goheung-gun, 곡성군 Gokseong-gun, 광양시 Gwangyang-si, 구례군 Gurye-gun,"
            " 나주시 "
            "Naju-si, 담양군 Damyang-gun, 목포시 Mokpo-si, 무안군 Muan-gun, 보성군 Boseong-gun, 순천시 Suncheon-si, "
            "신안군 Sinan-gun, 여수시 Yeosu-si, 영광군 Yeonggwang-gun, 영암군 Yeongam-gun, 완도군 Wando-gun, 장성군 "
            "Jangseong-gun, 장흥군 Jangheung-gun, 진도군 Jindo-gun, 함평군 Hampyeong-gun, 해남군 Haenam-gun, 화순군 "
            "Hwasun-gun"
        ),
    ),
    Area(
        "전라북도",
        "전북",
        "Jeollabuk-do",
        r"5[4-6]\d{2}",
        _cities(
            "고창군 Gochang-gun, 군산시 Gunsan-si, 김제시 Gimje-si, 남원시 Namwon-si, 무주군 Muju-gun, 부안군"
            " Buan-gun, "
            "순창군 Sunchang-gun, 완주군 Wanju-gun, 익산시 Iksan-si, 임실군 Imsil-gun, 장수군 Jangsu-gun, 전주시 "
            "Jeonju-si, 정읍시 Jeongeup-si, 진안군 Jinan-gun"
        ),
    ),
    Area("제주특별자치도", "제주", "Jeju-do", r"63[0-356]\d", _cities("서귀포시 Seogwipo-si, 제주시 Jeju-si")),
    Area(
        "충청남도",
        "충남",
        "Chungcheongnam-do",
        r"3[1-3]\d{2}",
        _cities(
            "계룡시 Gyeryong-si, 공주시 Gongju-si, 금산군 Geumsan-gun, 논산시 Nonsan-si, 당진시 Dangjin-si, 보령시 "
            "Boryeong-si, 부여군 Buyeo-gun, 서산시 Seosan-si, 서천군 Seocheon-gun, 아산시 Asan-si, 예산군 Yesan-gun, "
            "천안시 Cheonan-si, 청양군 Cheongyang-gun, 태안군 Taean-gun, 홍성군 Hongseong-gun"
        ),
    ),
    Area(
        "충청북도",
        "충북",
        "Chungcheongbuk-do",
        r"2[789]\d{2}",
        _cities(
            "괴산군 Goesan-gun, 단양군 Danyang-gun, 보은군 Boeun-gun, 영동군 Yeongdong-gun, 옥천군 Okcheon-gun, 음성군 "
            "Eumseong-gun, 제천시 Jecheon-si, 증평군 Jeungpyeong-gun, 진천군 Jincheon-gun, 청주시 Cheongju-si, "
            "충주시 Chungju-si"
        ),
    ),
)

_BY_NAME = {name.casefold(): area for area in AREAS for name in (area.name, area.short, area.latin)}


def area_named(name: str) -> Area | None:
    """Return the 시/도 by its full, short or Latin name, or None."""
    return _BY_NAME.get(name.strip().casefold())
