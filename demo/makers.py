"""The thirty fictional enterprises of domain-ko.md §10.1, with something to say for themselves."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Maker:
    code: str
    reference: str
    name: str
    name_en: str
    statuses: str
    district: str
    business_number: str
    tax: str
    workshop: str
    tagline: str
    tagline_en: str
    story: str
    story_en: str


def _makers(text: str) -> list[Maker]:
    return [Maker(*(part.strip() for part in block.replace("\n", " ").split("|"))) for block in text.split("\n\n")]


# code | reference | name | English | statuses (type[/subtype][:state]) | district | number | tax | workshop picture |
# tagline | tagline in English | story | story in English
MAKERS = _makers("""\
E01 | dasibom | 다시봄공방 | Dasibom Workshop | SE/일자리제공형 | gwangjin | 001-81-10378 | GENERAL | sewing
| 버려질 천에 두 번째 봄을 | A second spring for cloth nobody wanted
| 철 지난 현수막과 원단 공장의 자투리를 모아 가방을 만들어요. 재단부터 박음질까지 한 작업실에서 끝내고, 무늬가 어디서 왔는지 안감에 적어 둬요.
| We collect old banners and offcuts and make bags of them. Cutting and sewing happen in one room, and the lining says where the pattern came from.

E02 | onsae | 온새미비누 사회적협동조합 | Onsaemi Soap Social Co-op | SC | eunpyeong | 002-82-10742 | GENERAL | soap
| 느리게 굳힌 비누 | Soap that takes its time
| 식물성 기름을 저온에서 섞어 여섯 주를 말려요. 포장은 종이 한 겹이면 충분하다고 생각해요.
| Plant oils, mixed cool and cured for six weeks. One layer of paper is all the packaging we think it needs.

E03 | slowbean | 느린콩두부협동조합 | Slow Bean Tofu Co-op | CO | mapo | 003-86-11117 | MIXED | kitchen
| 새벽에 갈고 아침에 보내요 | Ground at dawn, sent in the morning
| 조합원 스물한 명이 콩을 함께 사고 함께 갈아요. 두부는 만든 날 보내는 것을 원칙으로 해요.
| Twenty-one members buy and grind the beans together. Tofu leaves on the day it is made.

E04 | hanppyeom | 한뼘텃밭마을 | Hanppyeom Garden Village | MV | gangdong | 004-87-11489 | EXEMPT | garden
| 동네 밭에서 온 한 상자 | A box from the plots next door
| 강동의 도시텃밭 서른네 곳이 제철 채소를 모아 보내요. 크기가 고르지 않은 것도 함께 담아요.
| Thirty-four city plots in Gangdong pool what is in season. The odd sizes come along too.

E05 | golmok-bakery | 골목빵연구소 | Alley Bread Lab | JH | gwanak | 005-21-11851 | GENERAL | bakery
| 좋은 재료, 정직한 값 | Good flour, fair price
| 자활근로로 만난 네 사람이 차린 동네 빵집이에요. 그날 구운 것만 팔아요.
| A corner bakery started by four people who met in a self-sufficiency programme. Only what was baked today is sold.

E06 | sonkkeut | 손끝도예협동조합 | Fingertip Pottery Co-op | CO | jongno | 006-88-12220 | GENERAL | pottery
| 매일 쓰는 그릇 | Bowls for every day
| 도예가 아홉이 가마 하나를 나눠 써요. 손이 닿은 자국을 일부러 지우지 않아요.
| Nine potters share one kiln, and leave the marks of their hands where they fell.

E07 | chorok | 초록물결리필 | Green Wave Refill | PS/부처형:EXPIRED | guro | 007-81-12597 | GENERAL | refill
| 통은 그대로, 내용물만 | Keep the bottle, refill the rest
| 다 쓴 통을 다시 채우는 세제를 만들어요. 성분은 모두 적어 두었어요.
| Detergents made to refill the bottle you already have. Every ingredient is written down.

E08 | modu | 모두의실 | Everyone's Thread | SE/혼합형 | dongdaemun | 008-86-12969 | GENERAL | sewing
| 자투리 실로 짠 하루 | Days knitted from leftover yarn
| 봉제 골목에서 남은 실을 모아 양말과 티셔츠를 짜요. 색은 그때 남은 실이 정해요.
| Socks and shirts from the yarn left over in the sewing alleys. The leftovers choose the colours.

E09 | dalbit | 달빛자수마을협동조합 | Moonlight Embroidery Village | MV, CO | jungnang | 009-87-13333 | GENERAL | sewing
| 밤마다 한 땀씩 | A stitch each evening
| 중랑천 옆 골목에서 이웃들이 저녁마다 모여 수를 놓아요. 손수건 한 장에 이틀이 걸려요.
| Neighbours by the Jungnang stream meet in the evenings to embroider. A handkerchief takes two days.

E10 | namugyeol | 나무결목공소협동조합 | Woodgrain Joinery Co-op | CO | geumcheon | 010-88-13704 | GENERAL | wood
| 결을 따라 깎아요 | Cut along the grain
| 문 닫은 가구 공장의 기계를 이어받은 목수 일곱이 도마와 작은 가구를 만들어요.
| Seven joiners took over the machines of a closed factory, and make boards and small furniture.

E11 | byeolbit | 별빛생활한복협동조합 | Starlight Hanbok Co-op | CO | jung | 011-81-14070 | GENERAL | sewing
| 매일 입는 한복 | Hanbok for ordinary days
| 치수를 재고 나서 옷감을 자르는 주문제작만 해요. 고쳐 입을 수 있게 시접을 넉넉히 둬요.
| Nothing is cut before you are measured, and the seams leave room to alter later.

E12 | aisup | 아이숲놀이 | Children's Forest | PS/지역형 | nowon | 012-86-14442 | GENERAL | wood
| 나무로 노는 시간 | Playing with wood
| 만 3세부터 쓰는 원목 교구를 만들어요. 모서리는 사람 손으로 한 번 더 깎아요.
| Wooden toys from age three. Every corner is rounded once more by hand.

E13 | bareun | 바른걸음수제화협동조합 | Right Step Shoemakers Co-op | CO | seongdong | 013-87-14817 | GENERAL | shoes
| 발을 보고 짓는 구두 | Shoes that start with your feet
| 성수동 구두 골목의 장인 열한 명이 함께해요. 발 그림을 받아 본을 뜨고 3주 안에 보내요.
| Eleven shoemakers of Seongsu-dong. Send a drawing of your feet; the shoes follow within three weeks.

E14 | dodam | 도담반찬협동조합 | Dodam Banchan Co-op | JH, CO | gangseo | 014-88-15188 | GENERAL | kitchen
| 오늘 저녁 한 상 | Tonight's table
| 동네 어르신 도시락을 짓던 부엌에서 그대로 만들어요. 간은 조금 심심해요.
| From the kitchen that cooks lunches for the neighbourhood's elders. Seasoned gently.

E15 | haedeul | 해들커피 사회적협동조합 | Haedeul Coffee Social Co-op | SC, SE/일자리제공형 | yongsan | 015-82-15554 | GENERAL | coffee
| 산지와 손님 사이, 한 번만 | One step from the farm
| 공정무역으로 들여온 생두를 주문받은 날 볶아요. 바리스타 넷은 이곳에서 일을 배웠어요.
| Fair-trade beans, roasted the day you order. Four of the baristas learned the work here.

E16 | eunbit | 은빛누빔 | Silver Quilting | SE/일자리제공형 | seongbuk | 016-81-15924 | GENERAL | sewing
| 솜을 고르게, 땀을 곱게 | Even cotton, fine stitches
| 예순을 넘긴 누빔 기술자들이 이불과 방석을 지어요. 솜은 국내에서 탄 목화솜만 써요.
| Quilters past sixty make covers and cushions, with cotton carded in Korea.

E17 | deulkkot | 들꽃차마을협동조합 | Wildflower Tea Village | MV, CO | dobong | 017-86-16294 | GENERAL | tea
| 도봉산 아래 꽃차 | Flower teas from below Dobongsan
| 마을 사람들이 봄과 가을에 꽃을 따서 덖어요. 한 잔에 두세 송이면 충분해요.
| Picked and pan-dried by the village in spring and autumn. Two or three blossoms make a cup.

E18 | dasikyeojim | 다시켜짐전자 | Switched On Again | SE/기타형 | yeongdeungpo | 018-87-16668 | GENERAL | electronics
| 고쳐서 다시 켜요 | Mended and switched on again
| 사무실에서 나온 노트북을 하나하나 점검하고 고쳐요. 어디를 고쳤는지 적어서 보내요.
| Office laptops, checked and repaired one by one, with a note of what was mended.

E19 | maru | 마루큰글책방협동조합 | Maru Large-Print Books Co-op | CO | seodaemun | 019-88-17032 | EXEMPT | books
| 글자를 키우면 다시 읽어요 | Bigger letters, more readers
| 눈이 침침해진 이웃을 위해 큰글자책을 내요. 그림책은 동네 아이들과 함께 만들어요.
| Large-print books for neighbours with tired eyes, and picture books made with the children nearby.

E20 | bitdameun | 빛담은세공 | Light Within Silver | PS/지역형 | seocho | 020-81-17407 | GENERAL | silver
| 다시 녹인 은 | Silver, melted again
| 산업용 은을 회수해 다시 녹여 장신구를 만들어요. 순도는 품목마다 적어 두었어요.
| Jewellery from recovered industrial silver. The fineness is stated for every piece.

E21 | dolbom | 함께돌봄이음 사회적협동조합 | Care Together Social Co-op | SC | yangcheon | 021-82-17770 | MIXED | care
| 곁에 있는 두 시간 | Two hours beside you
| 병원에 함께 가고, 반찬을 챙기고, 말벗이 되어요. 돌봄 노동자가 조합의 주인이에요.
| To the hospital and back, a meal, a chat. The co-op belongs to its care workers.

E22 | kkulbeol | 꿀벌옥상 | Rooftop Bees | SE/지역사회공헌형 | gangnam | 022-86-18144 | MIXED | honey
| 도시의 옥상에서 온 꿀 | Honey from the city's roofs
| 강남의 옥상 열일곱 곳에서 벌을 길러요. 꿀은 데우지 않고 걸러요.
| Bees on seventeen roofs in Gangnam. The honey is strained, never heated.

E23 | yeohaeng | 여행하는골목협동조합 | Travelling Alleys Co-op | CO | dongjak | 023-87-18519 | GENERAL | walk
| 사는 사람이 안내해요 | Guided by those who live there
| 골목에 오래 산 이웃이 길을 이끌어요. 한 번에 여덟 명까지만 걸어요.
| Long-time neighbours lead the way, eight walkers at most.

E24 | ppallaeteo | 반짝빨래터 | Sparkling Laundry | JH | gangbuk | 024-34-18888 | SIMPLIFIED | laundry
| 빨고, 고치고, 다려서 | Washed, mended, ironed
| 자활근로에서 시작한 동네 세탁소예요. 단추 하나도 맡겨 주세요.
| A neighbourhood laundry that began as a self-sufficiency project. Even one button is welcome.

E25 | sorinamu | 소리나무공방 | Singing Wood Workshop | PS/부처형 | songpa | 025-81-19259 | GENERAL | wood
| 누구나 바로 소리 나는 악기 | Instruments that sound at once
| 폐건반과 나무로 칼림바와 카혼을 만들어요. 악보를 몰라도 괜찮아요.
| Kalimbas and cajons from old keyboards and wood. You need not read music.

E26 | ongyeol | 온결비건디저트 | Ongyeol Vegan Desserts | SE/기타형, PS/지역형:EXPIRED | mapo | 026-88-19625 | GENERAL | bakery
| 우유와 달걀 없이도 | No milk, no eggs, no less
| 알레르기가 있는 아이의 생일 케이크에서 시작했어요. 모든 제품에 우유와 달걀을 쓰지 않아요.
| It began with a birthday cake for a child with allergies. Nothing here has milk or eggs.

E27 | heulk | 흙내음꾸러미 사회적협동조합 | Scent of Soil Social Co-op | SC | eunpyeong | 027-82-19999 | EXEMPT | garden
| 논과 밭을 통째로 믿어요 | Trusting the whole field
| 유기농 농가 열여덟 곳과 한 해 농사를 미리 약속해요. 도정은 보내기 전날 해요.
| A year's harvest promised ahead with eighteen organic farms. Rice is milled the day before it leaves.

E28 | bitgoun | 빛고운유리협동조합 | Fine Light Glass Co-op | CO | seongbuk | 028-81-20361 | GENERAL | glass
| 병을 녹여 화병으로 | Bottles into vases
| 재활용 병을 녹여 불어 만들어요. 기포 하나도 같은 것이 없어요.
| Blown from recycled bottles. Not one bubble repeats.

E29 | mulbit | 물빛우산 | Water Light Umbrellas | PS/지역형:SUBMITTED | guro | 029-86-20734 | GENERAL | sewing
| 고장 난 우산의 다음 | What a broken umbrella becomes
| 버려진 우산의 천을 씻어 새 우산과 우비로 이어 붙여요.
| Cloth from discarded umbrellas, washed and pieced into new ones and raincoats.

E30 | oreum | 오름길산벗마을협동조합 | Oreum Trail Village Co-op | MV, CO | gwanak | 030-87-21104 | GENERAL | mountain
| 관악산 아랫마을 | The village below Gwanaksan
| 등산객을 맞던 가게들이 모여 만든 마을기업이에요. 산에 오르는 날에 쓰는 것만 만들어요.
| Shops that greet hikers formed a village enterprise, and make only what a day on the hill needs.""")
