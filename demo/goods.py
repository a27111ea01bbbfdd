"""About two hundred things to buy, a line each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Good:
    """One listing. `options` are (name, price, units in stock); `made_of` and `size` go into the 고시."""

    maker: str
    reference: str
    title: str
    title_en: str
    picture: str
    category: str
    notice: str
    options: tuple[tuple[str, int, int], ...]
    made_of: str
    size: str
    summary: str
    summary_en: str
    flags: tuple[str, ...]


OPTION_NAMES_EN = {
    "기본": "Standard",
    "소": "Small",
    "중": "Medium",
    "대": "Large",
    "남색": "Navy",
    "회색": "Grey",
    "감색": "Persimmon",
    "초록": "Green",
    "흰색": "White",
    "검정": "Black",
    "갈색": "Brown",
    "분홍": "Pink",
    "하늘": "Sky",
    "노랑": "Yellow",
    "한 개": "One",
    "두 개": "Two",
    "세 개": "Three",
    "네 개": "Four",
    "여섯 개": "Six",
    "열 개": "Ten",
    "한 켤레": "One pair",
    "세 켤레": "Three pairs",
    "1kg": "1 kg",
    "2kg": "2 kg",
    "4kg": "4 kg",
    "10kg": "10 kg",
    "200g": "200 g",
    "500g": "500 g",
    "100g": "100 g",
    "250g": "250 g",
    "500ml": "500 ml",
    "1L": "1 L",
    "2L": "2 L",
    "S": "S",
    "M": "M",
    "L": "L",
    "XL": "XL",
    "230mm": "230 mm",
    "240mm": "240 mm",
    "250mm": "250 mm",
    "260mm": "260 mm",
    "270mm": "270 mm",
    "홀빈": "Whole bean",
    "분쇄": "Ground",
    "1인": "For one",
    "2인": "For two",
    "4인": "For four",
    "참나무": "Oak",
    "느티나무": "Zelkova",
    "2시간": "Two hours",
    "4시간": "Four hours",
    "싱글": "Single",
    "퀸": "Queen",
    "11호": "Size 11",
    "13호": "Size 13",
    "15호": "Size 15",
    "어른": "Adult",
    "아이": "Child",
}


def _options(text: str) -> tuple[tuple[str, int, int], ...]:
    found = []
    for part in text.split(","):
        name, price, units = part.strip().rsplit(":", 2)
        found.append((name, int(price), int(units)))
    return tuple(found)


def _goods(text: str) -> list[Good]:
    goods = []
    for line in filter(str.strip, text.splitlines()):
        cells = [cell.strip() for cell in line.split("|")]
        (
            maker,
            reference,
            title,
            title_en,
            picture,
            category,
            notice,
            options,
            made_of,
            size,
            summary,
            summary_en,
            flags,
        ) = cells
        words = (maker, reference, title, title_en, picture, category, notice)
        goods.append(Good(*words, _options(options), made_of, size, summary, summary_en, tuple(flags.split())))
    return goods


# maker | reference | title | English | picture | category | 고시 | name:price:units, … | made of | size | summary | English | flags
GOODS = _goods("""\
E01|banner-tote|폐현수막 토트백|Banner-cloth tote|bag|bags|BAG|감색:39000:14,남색:39000:9|폐현수막 원단 100%|38×32×12cm|같은 무늬가 두 장 없어요.|No pattern comes twice.|mark=grs
E01|offcut-pouch|자투리 캔버스 파우치|Offcut canvas pouch|pouch|bags|BAG|소:12000:40,중:15000:33|면 캔버스 자투리 100%|20×14cm|충전기와 펜이 딱 들어가요.|Room for a charger and pens.|
E01|laptop-sleeve|재생면 노트북 파우치|Recycled cotton laptop sleeve|pouch|bags|BAG|남색:28000:18,회색:28000:0|재생면 80%, 면 20%|34×24cm|13인치 노트북에 맞아요.|Fits a 13-inch laptop.|mark=grs
E01|messenger-bag|현수막 메신저백|Banner messenger bag|bag|bags|BAG|기본:67000:7|폐현수막 원단, 자동차 안전벨트|36×28×10cm|비 오는 날에도 걱정 없어요.|Made for rainy days too.|
E01|backpack|돛천 배낭|Sailcloth backpack|bag|bags|BAG|회색:89000:5,남색:89000:3|폐돛천 100%|44×30×15cm|바람을 막던 천이라 튼튼해요.|Cloth that once held the wind.|
E01|coin-case|안전벨트 동전지갑|Seat-belt coin case|pouch|bags|BAG|검정:14000:26|자동차 안전벨트 100%|11×9cm|주머니에 쏙 들어가요.|Slips into any pocket.|
E01|apron|자투리 데님 앞치마|Offcut denim apron|bag|bags|FASHION_ITEMS|기본:32000:11|데님 자투리 100%|75×68cm|주머니가 넷이에요.|Four pockets.|

E02|calendula-soap|금잔화 수제비누|Calendula soap|soap|soap|COSMETIC|한 개:6500:60,세 개:18000:22|코코넛야자유, 올리브유, 금잔화꽃수|100g|여섯 주를 말려 단단해요.|Cured six weeks, slow to melt.|mark=vegan
E02|charcoal-soap|숯 세안비누|Charcoal face soap|soap|soap|COSMETIC|한 개:7000:48|코코넛야자유, 올리브유, 숯가루|90g|씻고 나서 당기지 않아요.|No tightness afterwards.|mark=vegan
E02|rice-soap|쌀겨 비누|Rice-bran soap|soap|soap|COSMETIC|한 개:6500:35|쌀겨유, 코코넛야자유|100g|방앗간에서 얻은 쌀겨로 만들어요.|From a mill's rice bran.|
E02|shampoo-bar|창포 샴푸바|Sweet-flag shampoo bar|shampoo bar|soap|COSMETIC|한 개:12000:31,두 개:22000:15|코코일이세티온산나트륨, 창포추출물|80g|플라스틱 통 없이 감아요.|Hair washed without a bottle.|mark=vegan
E02|conditioner-bar|동백 린스바|Camellia conditioner bar|shampoo bar|soap|COSMETIC|한 개:13000:20|동백오일, 세틸알코올|60g|엉킨 머리가 풀려요.|Untangles.|
E02|dish-soap|설거지 비누|Dish soap bar|soap|soap|BIOCHEMISTRY|한 개:4500:80,세 개:12000:30|코코넛야자유, 폐식용유|200g|기름때가 잘 지워져요.|Cuts grease.|
E02|soap-gift|비누 세 가지 선물상자|Three-soap gift box|gift box|soap|COSMETIC|한 개:24000:12|금잔화·숯·쌀겨 비누|300g|종이 상자에 담아 보내요.|In a paper box.|

E03|firm-tofu|새벽 부침두부|Dawn firm tofu|tofu|tofu|GENERAL_FOOD|한 개:4500:24,네 개:17000:8|국산 콩 99%, 천일염 간수|420g|노릇하게 부치기 좋아요.|Fries golden.|chilled bb=6
E03|soft-tofu|몽글 순두부|Soft tofu|tofu|tofu|GENERAL_FOOD|세 개:9900:16|국산 콩 98%, 간수|350g × 3|찌개에 바로 넣어요.|Straight into a stew.|chilled bb=8
E03|soymilk|진한 콩국|Thick soy milk|soy milk|tofu|GENERAL_FOOD|1L:7500:19,2L:14000:6|국산 콩 100%|1L|소금도 설탕도 넣지 않았어요.|No salt, no sugar.|chilled bb=9
E03|black-soymilk|검은콩 콩국|Black-bean soy milk|soy milk|tofu|GENERAL_FOOD|1L:8500:0|국산 서리태 100%|1L|서리태를 통째로 갈아요.|Whole black beans, ground.|chilled bb=9
E03|fried-tofu|두툼 유부|Thick fried tofu|tofu|tofu|GENERAL_FOOD|기본:6800:21|국산 콩, 현미유|240g|국수와 김밥에 넣어요.|For noodles and gimbap.|frozen
E03|bean-jar|비지 한 통|Okara tub|tofu|tofu|FOOD|기본:3500:30|국산 콩비지 100%|500g|그날 나온 만큼만 담아요.|As much as the day gives.|chilled exempt bb=5
E03|tofu-set|두부 한 상 꾸러미|Tofu table set|gift box|tofu|GENERAL_FOOD|기본:18000:10|부침두부, 순두부, 콩국|2.1kg|사흘 반찬이 돼요.|Three days of meals.|chilled bb=6

E04|salad-greens|한뼘 쌈채소|Mixed leaves|vegetables box|vegetables|FOOD|500g:9900:20,1kg:17900:9|상추, 치커리, 겨자잎, 케일|500g|아침에 따서 그날 보내요.|Picked and sent the same day.|chilled exempt bb=5
E04|season-box|제철 꾸러미|Season's box|vegetables box|vegetables|FOOD|2인:24000:15,4인:39000:7|그 주에 난 채소 일곱 가지|4kg|무엇이 들었는지 편지로 알려 드려요.|A letter says what is inside.|chilled exempt bb=7
E04|herb-bundle|옥상 허브 다발|Rooftop herbs|vegetables box|vegetables|FOOD|기본:12000:13|바질, 로즈마리, 애플민트|150g|물에 꽂아 두면 오래가요.|Keeps in a glass of water.|exempt
E04|sweet-potato|못난이 고구마|Odd-shaped sweet potatoes|vegetables box|vegetables|FOOD|2kg:13000:26,4kg:23000:12|강동 도시텃밭 고구마 100%|2kg|모양은 제각각, 맛은 같아요.|Odd shapes, same taste.|exempt
E04|pepper-leaf|말린 고춧잎|Dried pepper leaves|vegetables box|vegetables|FOOD|200g:11000:18|고춧잎 100%|200g|물에 불려 무쳐요.|Soak and season.|exempt
E04|seed-kit|상자텃밭 씨앗 꾸러미|Box-garden seed kit|gift box|vegetables|ETC|기본:15000:30|상추·바질·무 씨앗, 종이 화분|세 가지|창가에서 길러요.|For a window sill.|

E05|rye-bread|호밀 식빵|Rye loaf|bread|bakery|GENERAL_FOOD|한 개:6500:12|호밀 40%, 밀(국산)|450g|잘라서 얼려 두기 좋아요.|Slices freeze well.|bb=4
E05|milk-bread|우유 식빵|Milk loaf|bread|bakery|GENERAL_FOOD|한 개:5500:15|밀(국산), 우유|420g|결대로 찢어져요.|Pulls apart in threads.|bb=4
E05|oat-cookie|귀리 쿠키|Oat cookies|cookies|bakery|GENERAL_FOOD|여섯 개:9000:40|귀리, 밀(국산), 버터|180g|우유에 적셔 드세요.|Good with milk.|
E05|walnut-cookie|호두 통밀 쿠키|Walnut wholewheat cookies|cookies|bakery|GENERAL_FOOD|여섯 개:9500:36|통밀(국산), 호두|190g|덜 달고 고소해요.|Less sweet, more nut.|
E05|madeleine|레몬 마들렌|Lemon madeleines|cookies|bakery|GENERAL_FOOD|네 개:8800:18|밀(국산), 버터, 레몬|160g|차와 잘 어울려요.|For tea.|bb=9
E05|sweet-bun|단팥빵|Red-bean buns|bread|bakery|GENERAL_FOOD|한 개:2500:25,네 개:9600:10|밀(국산), 국산 팥|110g|팥을 직접 쑤어요.|We cook the beans ourselves.|bb=3
E05|bakery-gift|골목빵 선물세트|Alley bread gift set|gift box|bakery|GENERAL_FOOD|기본:35000:9|쿠키 세 가지, 마들렌|720g|끈을 묶어 보내요.|Tied with string.|

E06|daily-bowl|매일 밥그릇|Everyday rice bowl|bowl|tableware|KITCHEN_UTENSILS|흰색:22000:19,회색:22000:12|도자기(백토)|지름 12×6cm|손에 감기는 두께예요.|A thickness that fits the hand.|
E06|noodle-bowl|국수 대접|Noodle bowl|bowl|tableware|KITCHEN_UTENSILS|기본:34000:8|도자기(분청)|지름 19×8cm|국물이 오래 따뜻해요.|Keeps broth warm.|
E06|slow-mug|느린 머그|Slow mug|mug|tableware|KITCHEN_UTENSILS|흰색:26000:22,감색:26000:14,초록:26000:0|도자기(백토)|300ml|손잡이에 두 손가락이 들어가요.|A handle for two fingers.|
E06|tea-cup|찻잔 두 점|Two tea cups|mug|tableware|KITCHEN_UTENSILS|두 개:38000:10|도자기(분청)|120ml × 2|짝이 조금 달라요.|A pair, not quite alike.|
E06|serving-plate|둥근 접시|Round plate|bowl|tableware|KITCHEN_UTENSILS|중:29000:13,대:45000:6|도자기(백토)|지름 21cm|나물을 담으면 예뻐요.|Lovely with greens.|
E06|moon-jar|작은 달항아리|Small moon jar|glass vase|tableware|ETC|기본:120000:2|도자기(백자)|지름 18×18cm|하나하나 둥근 정도가 달라요.|Each is round in its own way.|
E06|spoon-rest|수저받침 넷|Four spoon rests|bowl|tableware|KITCHEN_UTENSILS|네 개:15000:28|도자기(분청)|6×2cm|조약돌 모양이에요.|Shaped like pebbles.|

E07|laundry-refill|세탁세제 리필|Laundry refill|refill pouch|refill|BIOCHEMISTRY|1L:9900:44,2L:17900:25|베이킹소다, 코코넛 유래 계면활성제|1L|향을 넣지 않았어요.|Unscented.|mark=eco
E07|softener-refill|섬유유연제 리필|Softener refill|refill pouch|refill|BIOCHEMISTRY|1L:10900:30|구연산, 식물성 유연 성분|1L|빨래가 뻣뻣하지 않아요.|Keeps towels soft.|
E07|dish-refill|주방세제 리필|Dish-liquid refill|refill pouch|refill|BIOCHEMISTRY|1L:8900:52|식물성 계면활성제|1L|과일도 씻을 수 있어요.|Safe for fruit.|mark=eco
E07|hand-refill|손세정제 리필|Hand-wash refill|refill pouch|refill|COSMETIC|500ml:7900:38|코코넛 유래 세정 성분|500ml|거품이 부드러워요.|Gentle foam.|
E07|glass-bottle|다시 채우는 유리병|Refillable glass bottle|refill pouch|refill|ETC|500ml:12000:20|유리, 스테인리스 펌프|500ml|리필을 부어 쓰세요.|Pour a refill in.|
E07|starter-set|리필 첫걸음 세트|Refill starter set|gift box|refill|BIOCHEMISTRY|기본:32000:11|세탁·주방세제, 유리병|3종|처음이라면 여기부터.|Start here.|

E08|leftover-socks|자투리 실 양말|Leftover-yarn socks|socks|small|FASHION_ITEMS|한 켤레:3900:80,세 켤레:11000:40|면 75%, 폴리에스터 20%, 폴리우레탄 5%|230~280mm|색은 실이 정해요.|The yarn picks the colours.|mark=grs
E08|ankle-socks|발목 양말|Ankle socks|socks|small|FASHION_ITEMS|세 켤레:9900:55|면 78%, 폴리에스터 22%|230~270mm|운동화에 맞아요.|For trainers.|
E08|wool-socks|겨울 울 양말|Winter wool socks|socks|small|FASHION_ITEMS|한 켤레:8900:24|양모 60%, 나일론 40%|240~280mm|수면 양말로도 좋아요.|Warm enough to sleep in.|
E08|plain-tee|무지 티셔츠|Plain T-shirt|t-shirt|clothes|WEAR|M:28000:15,L:28000:12,XL:28000:4|유기농면 100%|M 가슴 52cm|목이 늘어나지 않아요.|The neck keeps its shape.|mark=gots
E08|stripe-tee|줄무늬 긴팔|Striped long sleeve|t-shirt|clothes|WEAR|M:36000:9,L:36000:0|면 100%|M 가슴 54cm|자투리 실로 짠 줄무늬예요.|Stripes from leftovers.|
E08|sweatshirt|기모 맨투맨|Brushed sweatshirt|t-shirt|clothes|WEAR|M:45000:10,L:45000:8|재생면 60%, 면 40%|M 가슴 58cm|안쪽이 보드라워요.|Soft inside.|mark=grs
E08|kids-socks|아이 양말 세 켤레|Children's socks, three pairs|socks|small|KIDS|세 켤레:9900:20|면 80%, 폴리에스터 20%|150~170mm|바닥이 미끄럽지 않아요.|Grippy soles.|

E09|flower-hanky|들꽃 자수 손수건|Wildflower handkerchief|handkerchief|small|FASHION_ITEMS|흰색:18000:16,하늘:18000:9|면 100%|38×38cm|꽃마다 수놓은 사람이 달라요.|Each flower by another hand.|
E09|moon-hanky|달밤 자수 손수건|Moonlit handkerchief|handkerchief|small|FASHION_ITEMS|남색:22000:7|면 100%|38×38cm|이틀 걸려 수놓아요.|Two days of stitches.|
E09|cat-keyring|골목고양이 키링|Alley-cat key ring|keyring|small|FASHION_ITEMS|한 개:9000:45|펠트, 면실|6cm|골목에 사는 고양이를 닮았어요.|After a cat we know.|
E09|bird-keyring|참새 키링|Sparrow key ring|keyring|small|FASHION_ITEMS|한 개:9000:38|펠트, 면실|5cm|가방에 매달아 보세요.|For a bag.|
E09|table-runner|자수 테이블보|Embroidered runner|handkerchief|small|SLEEPING_GEAR|기본:38000:4|리넨 100%|140×35cm|식탁이 달라져요.|Changes a table.|
E09|pin-cushion|복숭아 바늘꽂이|Peach pin cushion|keyring|small|FASHION_ITEMS|한 개:12000:14|면, 솜|7cm|수놓는 분께 선물해요.|For someone who sews.|
E09|name-patch|이름 자수 와펜|Name patch|keyring|small|FASHION_ITEMS|한 개:5000:50|면 100%|6×3cm|주문한 이름을 수놓아요.|With a name you choose.|mto

E10|oak-board|참나무 도마|Oak board|cutting board|kitchen|KITCHEN_UTENSILS|중:48000:12,대:68000:7|참나무|35×22×2.5cm|기름을 먹여 보내요.|Oiled before it leaves.|
E10|zelkova-board|느티나무 빵도마|Zelkova bread board|cutting board|kitchen|KITCHEN_UTENSILS|기본:39000:9|느티나무|30×16×2cm|상에 그대로 올려요.|Goes to the table.|
E10|round-board|둥근 치즈보드|Round cheese board|cutting board|kitchen|KITCHEN_UTENSILS|기본:36000:0|호두나무|지름 26cm|홈이 있어 흘리지 않아요.|A groove keeps crumbs in.|
E10|wood-spoon|손깎이 숟가락|Hand-carved spoon|cutting board|kitchen|KITCHEN_UTENSILS|한 개:18000:20|벚나무|22cm|입에 닿는 끝이 얇아요.|Thin at the lip.|
E10|step-stool|디딤 의자|Step stool|stool|furniture|FURNITURE|참나무:89000:5,느티나무:98000:3|원목|36×28×24cm|어른이 서도 든든해요.|Steady under an adult.|
E10|side-table|작은 협탁|Small side table|stool|furniture|FURNITURE|기본:180000:3|참나무 원목|40×40×48cm|서랍이 하나 있어요.|One drawer.|mto
E10|bench|두 사람 벤치|Bench for two|stool|furniture|FURNITURE|기본:480000:1|참나무 원목|110×35×44cm|주문 뒤 3주 걸려요.|Three weeks from order.|mto

E11|daily-jeogori|생활 저고리|Everyday jeogori|hanbok|clothes|WEAR|S:118000:6,M:118000:6,L:118000:4|면 100%|주문 치수|청바지에 걸쳐 입어요.|Over jeans.|mto
E11|wrap-skirt|허리치마|Wrap skirt|hanbok|clothes|WEAR|남색:98000:8,회색:98000:5|린넨 55%, 면 45%|주문 치수|끈으로 여며요.|Ties at the waist.|mto
E11|linen-durumagi|여름 두루마기|Linen durumagi|hanbok|clothes|WEAR|기본:290000:2|모시 100%|주문 치수|바람이 통해요.|The breeze goes through.|mto
E11|norigae|매듭 노리개|Knotted norigae|keyring|small|FASHION_ITEMS|한 개:59000:7|명주실|24cm|가방 장식으로도 써요.|On a bag, too.|
E11|kids-baeja|아이 배자|Child's vest|hanbok|clothes|KIDS|아이:74000:5|면 100%, 솜|주문 치수|명절이 아니어도 입어요.|Not only for holidays.|mto
E11|scarf|조각보 스카프|Patchwork scarf|handkerchief|small|FASHION_ITEMS|기본:68000:6|명주 100%|160×40cm|자투리 비단을 이어요.|Pieced silk.|

E12|block-set|숲 블록 서른 조각|Forest blocks, thirty|wooden toys|toys|KIDS|기본:58000:14|너도밤나무|30조각, 1.4kg|모서리를 둥글렸어요.|Rounded corners.|kc
E12|stacking|나이테 쌓기|Tree-ring stacker|wooden toys|toys|KIDS|기본:32000:18|단풍나무|지름 12cm|손끝 힘을 길러요.|For small hands.|kc
E12|animal-puzzle|동네 동물 퍼즐|Neighbourhood animals puzzle|wooden toys|toys|KIDS|기본:24000:22|자작나무 합판|22×22cm|참새도 고양이도 있어요.|Sparrow and cat included.|kc
E12|train|나무 기차|Wooden train|wooden toys|toys|KIDS|기본:46000:9|너도밤나무|36cm|자석 없이 고리로 이어요.|Hooks, no magnets.|kc
E12|shape-box|모양 맞추기 상자|Shape box|wooden toys|toys|KIDS|기본:39000:0|자작나무|18×18×18cm|여섯 면이 모두 달라요.|Six different sides.|kc
E12|abacus|첫 주판|First abacus|wooden toys|toys|KIDS|기본:28000:16|단풍나무|24×18cm|셈을 손으로 배워요.|Counting by hand.|kc
E12|kitchen-set|소꿉 부엌|Play kitchen set|wooden toys|toys|KIDS|기본:98000:4|자작나무 합판|46×30×52cm|접어서 보관해요.|Folds flat.|kc

E13|derby|맞춤 더비 구두|Made-to-measure derby|shoes|shoes|SHOES|250mm:240000:3,260mm:240000:3,270mm:240000:2|소가죽|발 그림에 맞춤|발볼을 고를 수 있어요.|Choose your width.|mto
E13|loafer|편한 로퍼|Easy loafers|shoes|shoes|SHOES|230mm:189000:4,240mm:189000:5,250mm:189000:3|소가죽|발 그림에 맞춤|오래 걷는 날에 신어요.|For long days.|mto
E13|flat-shoes|낮은 단화|Flat shoes|shoes|shoes|SHOES|230mm:149000:6,240mm:149000:4|양가죽|굽 1.5cm|뒤꿈치가 까지지 않게 덧댔어요.|Padded heels.|mto
E13|boots|겨울 부츠|Winter boots|shoes|shoes|SHOES|240mm:320000:2,260mm:320000:2|소가죽, 양털|굽 3cm|밑창을 갈 수 있어요.|Soles can be replaced.|mto
E13|sandals|가죽 샌들|Leather sandals|shoes|shoes|SHOES|230mm:129000:0,250mm:129000:5|소가죽|굽 2cm|끈 길이를 맞춰 드려요.|Straps cut to fit.|mto
E13|shoe-care|구두 손질 세트|Shoe-care set|gift box|shoes|ETC|기본:26000:17|솔, 크림, 천|3종|성수동에서 쓰는 그대로예요.|What Seongsu uses.|

E14|banchan-five|오늘 반찬 다섯|Five banchan|side-dish boxes|banchan|GENERAL_FOOD|2인:18000:14,4인:29000:8|나물, 조림, 볶음|1.1kg|받는 날 기준 사흘 드세요.|Eat within three days.|chilled bb=4
E14|soft-lunch|부드러운 도시락|Soft lunch box|side-dish boxes|banchan|GENERAL_FOOD|1인:8900:20|쌀밥, 두부조림, 나물|480g|씹기 편하게 다졌어요.|Easy to chew.|chilled bb=3
E14|seaweed-soup|미역국 두 봉|Seaweed soup, two|side-dish boxes|banchan|GENERAL_FOOD|두 개:9800:26|미역(국산), 쇠고기(국산)|500g × 2|데우기만 하세요.|Just warm it.|frozen
E14|kimchi|겉절이|Fresh kimchi|side-dish boxes|banchan|GENERAL_FOOD|1kg:14000:13|배추(국산), 고춧가루(국산)|1kg|보내는 날 아침에 무쳐요.|Dressed that morning.|chilled bb=9
E14|lotus-root|연근조림|Braised lotus root|side-dish boxes|banchan|GENERAL_FOOD|기본:6500:19|연근(국산), 간장|250g|아삭함이 남아 있어요.|Still crisp.|chilled bb=8
E14|anchovy|멸치볶음|Stir-fried anchovies|side-dish boxes|banchan|GENERAL_FOOD|기본:7000:0|멸치(국산), 견과|200g|견과를 넉넉히 넣어요.|Plenty of nuts.|chilled
E14|party-box|모임 도시락 열 상자|Ten party lunches|side-dish boxes|banchan|GENERAL_FOOD|열 개:29000:5|밥, 반찬 다섯 가지|예약|사흘 전에 주문해 주세요.|Order three days ahead.|chilled mto

E15|haedeul-blend|해들 블렌드|Haedeul blend|coffee bag|coffee-tea|GENERAL_FOOD|홀빈:16000:30,분쇄:16000:24|커피 원두 100%(에티오피아, 페루)|200g|고소하고 끝이 달아요.|Nutty, sweet at the end.|mark=fairtrade
E15|sidama|시다마 원두|Sidama beans|coffee bag|coffee-tea|GENERAL_FOOD|200g:19000:18,500g:42000:6|커피 원두 100%(에티오피아)|200g|살구 같은 산미예요.|An apricot acidity.|mark=fairtrade
E15|decaf|디카페인 원두|Decaf beans|coffee bag|coffee-tea|GENERAL_FOOD|200g:18000:15|커피 원두 100%(콜롬비아)|200g|물로 카페인을 뺐어요.|Water process.|
E15|drip-bags|드립백 열 개|Ten drip bags|drip bags|coffee-tea|GENERAL_FOOD|열 개:15000:50|커피 원두 100%|10g × 10|컵과 물만 있으면 돼요.|Just a cup and water.|mark=fairtrade
E15|cold-brew|콜드브루 원액|Cold-brew concentrate|coffee bag|coffee-tea|GENERAL_FOOD|500ml:12000:22|커피 추출액 100%|500ml|우유에 섞어 드세요.|Mix with milk.|chilled bb=14
E15|coffee-gift|커피 선물상자|Coffee gift box|gift box|coffee-tea|GENERAL_FOOD|기본:38000:9|원두 두 가지, 드립백|450g|손글씨 카드를 넣어요.|With a handwritten card.|
E15|single-drip|드립백 한 개|One drip bag|drip bags|coffee-tea|GENERAL_FOOD|한 개:8900:0|커피 원두 100%|10g × 5|맛보기로 골라 보세요.|A taste.|

E16|quilt-light|봄가을 누빔 이불|Light quilt|quilt|bedding|SLEEPING_GEAR|싱글:120000:6,퀸:160000:4|면 100%, 충전재 목화솜|150×200cm|가볍고 잘 말라요.|Light, dries fast.|
E16|quilt-winter|겨울 목화솜 이불|Winter cotton quilt|quilt|bedding|SLEEPING_GEAR|싱글:180000:3|면 100%, 충전재 목화솜|160×210cm|무게가 포근해요.|A good weight.|
E16|cushion|누빔 방석|Quilted cushion|cushion|bedding|SLEEPING_GEAR|감색:22000:25,초록:22000:18,회색:22000:20|면 100%, 목화솜|45×45cm|바닥이 덜 배겨요.|Kinder than the floor.|
E16|baby-quilt|아기 누빔 이불|Baby quilt|quilt|bedding|SLEEPING_GEAR|기본:78000:7|유기농면 100%, 목화솜|100×120cm|삶아 빨 수 있어요.|Boil-washable.|mark=gots
E16|quilted-mat|누빔 러그|Quilted rug|cushion|bedding|SLEEPING_GEAR|기본:64000:5|면 100%|120×80cm|세탁기에 들어가요.|Fits the washer.|
E16|pillow|메밀 베개|Buckwheat pillow|cushion|bedding|SLEEPING_GEAR|기본:34000:16|면 100%, 메밀껍질|50×30cm|높이를 덜어 맞춰요.|Adjust the height.|
E16|tea-cosy|찻주전자 덮개|Tea cosy|cushion|bedding|SLEEPING_GEAR|기본:26000:0|면 100%, 목화솜|30×24cm|차가 천천히 식어요.|Tea cools slowly.|

E17|chrysanthemum|국화차|Chrysanthemum tea|flower tea|coffee-tea|GENERAL_FOOD|기본:16000:20|국화 100%(국산)|20g|두 송이면 한 잔이에요.|Two blossoms a cup.|
E17|magnolia|목련꽃차|Magnolia tea|flower tea|coffee-tea|GENERAL_FOOD|기본:22000:8|목련 100%(국산)|12g|봄에만 덖어요.|Made only in spring.|
E17|mugwort|쑥차|Mugwort tea|flower tea|coffee-tea|GENERAL_FOOD|기본:12000:24|쑥 100%(국산)|40g|어린 쑥만 써요.|Young leaves only.|
E17|roasted-barley|볶은 보리차|Roasted barley tea|flower tea|coffee-tea|GENERAL_FOOD|500g:7000:40|보리 100%(국산)|500g|주전자에 한 줌 넣어요.|A handful a kettle.|
E17|persimmon-leaf|감잎차|Persimmon-leaf tea|flower tea|coffee-tea|GENERAL_FOOD|기본:11000:21|감잎 100%(국산)|30g|떫지 않게 쪘어요.|Steamed, not bitter.|
E17|tea-gift|들꽃차 선물세트|Wildflower tea gift set|gift box|coffee-tea|GENERAL_FOOD|세 개:42000:10,여섯 개:58000:6|국화, 쑥, 감잎|90g|나무 숟가락을 함께 드려요.|With a wooden scoop.|
E17|tea-bags|꽃차 티백 열 개|Ten flower tea bags|flower tea|coffee-tea|GENERAL_FOOD|열 개:13000:27|국화, 감잎|1.2g × 10|옥수수 실 티백이에요.|Corn-fibre bags.|

E18|laptop-13|리퍼브 노트북 13형|Refurbished 13-inch laptop|laptop|office|OFFICE_APPLIANCES|기본:390000:6|알루미늄|30×21×1.6cm, 1.3kg|배터리를 새것으로 갈았어요.|New battery.|refurb
E18|laptop-15|리퍼브 노트북 15형|Refurbished 15-inch laptop|laptop|office|OFFICE_APPLIANCES|기본:450000:3|플라스틱|36×25×2cm, 1.9kg|글쓰기와 수업에 넉넉해요.|Enough for writing and class.|refurb
E18|monitor|리퍼브 모니터 24형|Refurbished 24-inch monitor|laptop|office|OFFICE_APPLIANCES|기본:98000:9|플라스틱|55×33cm|화면 밝기를 모두 쟀어요.|Brightness measured.|refurb
E18|toner-black|재제조 토너 검정|Remanufactured toner, black|toner|office|OFFICE_APPLIANCES|한 개:29000:33|재제조 카트리지|30×12×10cm|다 쓴 것은 다시 가져가요.|We take back the empty one.|mark=gr
E18|toner-set|재제조 토너 네 색|Remanufactured toner, four colours|toner|office|OFFICE_APPLIANCES|네 개:109000:12|재제조 카트리지|4종|사무실에서 많이 찾아요.|An office favourite.|mark=gr
E18|keyboard|다시 닦은 키보드|Cleaned-up keyboard|laptop|office|OFFICE_APPLIANCES|기본:32000:0|플라스틱|44×13cm|자판을 하나씩 닦았어요.|Every key washed.|refurb

E19|large-novel|큰글자 단편집 『저녁 산책』|Large-print stories: An Evening Walk|book|books|BOOKS|기본:18000:22|종이책|170×240mm, 264쪽|16포인트로 짰어요.|Set in 16 point.|exempt
E19|large-essay|큰글자 수필 『골목의 안부』|Large-print essays: News of the Alley|book|books|BOOKS|기본:16000:18|종이책|170×240mm, 208쪽|잠들기 전에 한 편씩.|One before sleep.|exempt
E19|large-recipe|큰글자 요리책 『혼자 먹는 저녁』|Large-print recipes: Supper for One|book|books|BOOKS|기본:21000:15|종이책|190×260mm, 160쪽|재료가 다섯 가지를 넘지 않아요.|Never more than five ingredients.|exempt
E19|picture-cat|그림책 『지붕 위 고양이』|Picture book: A Cat on the Roof|picture book|books|BOOKS|기본:14000:30|종이책|210×210mm, 40쪽|아이들이 그림을 그렸어요.|Drawn by children.|exempt
E19|picture-bus|그림책 『7번 마을버스』|Picture book: Village Bus No. 7|picture book|books|BOOKS|기본:14000:26|종이책|210×210mm, 44쪽|소리 내어 읽기 좋아요.|To read aloud.|exempt
E19|crossword|큰글자 낱말풀이|Large-print crosswords|book|books|BOOKS|기본:11000:40|종이책|190×260mm, 120쪽|연필로 쓰기 좋은 종이예요.|Paper for pencils.|exempt
E19|book-trio|큰글자책 세 권|Three large-print books|book|books|BOOKS|세 개:28000:8|종이책|세 권|부모님께 보내세요.|For parents.|exempt

E20|ring-plain|재생 은 민반지|Plain recycled silver ring|silver ring|jewellery|JEWELLERY|11호:49000:8,13호:49000:9,15호:49000:6|재생 은 925|폭 3mm|안쪽에 날짜를 새길 수 있어요.|A date can be engraved.|
E20|ring-leaf|잎맥 반지|Leaf-vein ring|silver ring|jewellery|JEWELLERY|11호:68000:4,13호:68000:0|재생 은 925|폭 4mm|나뭇잎에서 본을 떴어요.|Cast from a leaf.|
E20|earrings-drop|물방울 귀걸이|Drop earrings|silver ring|jewellery|JEWELLERY|기본:57000:10|재생 은 925|14mm|가벼워서 귀가 편해요.|Light to wear.|
E20|necklace|조각달 목걸이|Crescent necklace|silver ring|jewellery|JEWELLERY|기본:89000:6|재생 은 925|42cm|줄 길이를 바꿀 수 있어요.|Adjustable.|
E20|bangle|두드린 팔찌|Hammered bangle|silver ring|jewellery|JEWELLERY|기본:148000:3|재생 은 925|지름 62mm|망치 자국이 빛나요.|Hammer marks catch light.|
E20|couple-rings|한 쌍 반지|A pair of rings|silver ring|jewellery|JEWELLERY|두 개:210000:4|재생 은 925|주문 호수|두 개를 한 덩이에서 만들어요.|From one ingot.|mto
E20|brooch|새싹 브로치|Sprout brooch|silver ring|jewellery|JEWELLERY|기본:29000:17|재생 은 925|22mm|외투 깃에 달아요.|For a coat collar.|

E21|hospital-two|병원 동행 이용권|Hospital companion voucher|voucher|care|ETC_SERVICE|2시간:48000:20,4시간:88000:10|돌봄 서비스|양천구와 이웃 구|접수부터 약국까지 함께해요.|From desk to pharmacy.|svc exempt
E21|meal-care|식사 챙김 이용권|Meal care voucher|voucher|care|ETC_SERVICE|2시간:38000:18|돌봄 서비스|양천구|장을 보고 상을 차려요.|Shopping and a laid table.|svc exempt
E21|companion|말벗 산책 이용권|Walk-and-talk voucher|voucher|care|ETC_SERVICE|2시간:30000:25|돌봄 서비스|양천구|동네 공원을 한 바퀴 돌아요.|Once round the park.|svc
E21|tidy-up|정리수납 이용권|Tidying voucher|voucher|care|ETC_SERVICE|4시간:96000:8|정리 서비스|서울|버릴지 말지는 함께 정해요.|You decide what goes.|svc
E21|bath-care|목욕 도움 이용권|Bathing help voucher|voucher|care|ETC_SERVICE|2시간:56000:0|돌봄 서비스|양천구|두 사람이 함께 가요.|Two carers come.|svc exempt
E21|month-care|한 달 돌봄 꾸러미|A month of care|voucher|care|ETC_SERVICE|기본:150000:6|돌봄 서비스|월 4회|시작 전에 먼저 찾아뵈어요.|A visit first.|svc exempt

E22|acacia-honey|옥상 아카시아꿀|Rooftop acacia honey|honey jar|honey|FOOD|250g:16000:24,500g:29000:12|아카시아꿀 100%(서울)|250g|데우지 않고 걸렀어요.|Strained, not heated.|exempt
E22|wild-honey|옥상 야생화꿀|Rooftop wildflower honey|honey jar|honey|FOOD|250g:18000:19,500g:33000:9|야생화꿀 100%(서울)|250g|해마다 맛이 달라요.|Different every year.|exempt
E22|comb-honey|벌집꿀|Comb honey|honey jar|honey|FOOD|기본:39000:4|벌집꿀 100%(서울)|300g|여름에 한 번만 따요.|Cut once a summer.|exempt
E22|honey-set|작은 꿀 세 병|Three small honeys|gift box|honey|FOOD|세 개:42000:10|꿀 100%(서울)|120g × 3|동네 세 곳의 꿀이에요.|Three neighbourhoods.|exempt
E22|beeswax-candle|밀랍초|Beeswax candle|beeswax candle|candle|BIOCHEMISTRY|한 개:9000:40,세 개:25000:18|밀랍 100%|80g, 지름 4×10cm|꿀 향이 은은해요.|A faint honey scent.|
E22|tea-lights|밀랍 티라이트 여섯|Six beeswax tea lights|beeswax candle|candle|BIOCHEMISTRY|여섯 개:15000:22|밀랍 100%|15g × 6|그을음이 적어요.|Little soot.|
E22|big-gift|꿀과 초 선물상자|Honey and candle gift box|gift box|honey|FOOD|기본:65000:5|꿀, 밀랍초|1.1kg|보자기에 싸서 보내요.|Wrapped in cloth.|

E23|night-walk|흑석동 밤 골목 산책|Heukseok night walk|city walk|walks|ETC_SERVICE|어른:25000:8,아이:15000:8|도보 안내|2시간, 8명까지|매주 금요일 저녁에 걸어요.|Friday evenings.|svc
E23|market-walk|시장 아침 여행|Morning market walk|city walk|walks|ETC_SERVICE|어른:32000:8|도보 안내, 시식|2시간 30분|빈속으로 오세요.|Come hungry.|svc
E23|bread-class|빵 굽는 오전|A morning of baking|city walk|walks|ETC_SERVICE|어른:55000:6|클래스, 재료 포함|3시간|구운 빵은 가져가요.|Take the loaf home.|svc
E23|pottery-class|흙 만지는 오후|An afternoon of clay|city walk|walks|ETC_SERVICE|어른:60000:6,아이:45000:6|클래스, 재료 포함|2시간|가마에 구워 보내 드려요.|Fired and sent to you.|svc
E23|film-walk|영화 속 골목 여행|Alleys from the films|city walk|walks|ETC_SERVICE|어른:28000:0|도보 안내|2시간|다음 일정을 준비하고 있어요.|Next dates soon.|svc
E23|embroidery-class|달빛 자수 클래스|Moonlight embroidery class|city walk|walks|ETC_SERVICE|어른:70000:5|클래스, 재료 포함|3시간|손수건 하나를 마쳐요.|Finish a handkerchief.|svc

E24|shirt-press|셔츠 세탁·다림질 열 벌|Ten shirts washed and ironed|laundry|mending|ETC_SERVICE|열 개:30000:15|세탁 서비스|강북구 수거|이틀 뒤 가져다드려요.|Back in two days.|svc
E24|quilt-wash|이불 세탁|Quilt wash|laundry|mending|ETC_SERVICE|한 개:18000:20|세탁 서비스|강북구 수거|햇볕에 말려요.|Sun-dried.|svc
E24|hem|바짓단 줄이기|Trouser hemming|laundry|mending|ETC_SERVICE|한 개:6000:40|수선 서비스|방문 접수|그날 찾을 수 있어요.|Same day.|svc
E24|button|단추 달기|Button sewing|laundry|mending|ETC_SERVICE|한 개:3000:60|수선 서비스|방문 접수|비슷한 단추를 찾아 드려요.|We look for a match.|svc
E24|zipper|지퍼 교체|Zip replacement|laundry|mending|ETC_SERVICE|한 개:15000:25|수선 서비스|방문 접수|가방도 맡겨 주세요.|Bags too.|svc
E24|coat-clean|외투 세탁|Coat cleaning|laundry|mending|ETC_SERVICE|한 개:22000:12|세탁 서비스|강북구 수거|보풀도 정리해요.|Bobbles removed.|svc
E24|suit-repair|정장 수선|Suit repair|laundry|mending|ETC_SERVICE|기본:60000:0|수선 서비스|방문 접수|어깨와 소매를 맞춰요.|Shoulders and sleeves.|svc

E25|kalimba|건반 칼림바|Keyboard kalimba|kalimba|music|MUSICAL_INSTRUMENT|기본:59000:13|폐건반, 단풍나무|18×13cm, 17음|도레미 스티커가 있어요.|With note stickers.|
E25|mini-kalimba|여덟 음 칼림바|Eight-note kalimba|kalimba|music|MUSICAL_INSTRUMENT|기본:25000:24|소나무|12×9cm, 8음|첫 악기로 좋아요.|A first instrument.|
E25|cajon|자작나무 카혼|Birch cajon|cajon|music|MUSICAL_INSTRUMENT|기본:168000:4|자작나무 합판|30×30×48cm|앉아서 두드려요.|Sit and play.|
E25|kids-cajon|아이 카혼|Child's cajon|cajon|music|MUSICAL_INSTRUMENT|기본:98000:6|자작나무 합판|24×24×34cm|의자로도 써요.|A stool, too.|
E25|pro-cajon|공연용 카혼|Stage cajon|cajon|music|MUSICAL_INSTRUMENT|기본:240000:2|참나무, 자작나무|31×30×50cm|스네어를 조절해요.|Adjustable snare.|mto
E25|shaker|씨앗 셰이커|Seed shaker|kalimba|music|MUSICAL_INSTRUMENT|두 개:28000:19|참나무, 씨앗|7cm|아이와 함께 흔들어요.|For two pairs of hands.|

E26|vegan-cake|비건 당근케이크|Vegan carrot cake|cake|dessert|GENERAL_FOOD|소:28000:8,중:42000:5|밀(국산), 당근, 두유|지름 15cm|우유와 달걀을 쓰지 않았어요.|No milk, no eggs.|chilled mark=vegan bb=5
E26|choco-cake|비건 초코케이크|Vegan chocolate cake|cake|dessert|GENERAL_FOOD|소:30000:6|밀(국산), 카카오, 두유|지름 15cm|생일 초를 넣어 드려요.|Candles included.|chilled mark=vegan bb=5
E26|granola|견과 그래놀라|Nut granola|granola|dessert|GENERAL_FOOD|기본:14000:32|귀리, 호두, 조청|300g|조청으로만 달게 했어요.|Sweetened with grain syrup.|mark=vegan
E26|berry-granola|베리 그래놀라|Berry granola|granola|dessert|GENERAL_FOOD|기본:15500:26|귀리, 건베리|300g|두유와 잘 어울려요.|Good with soy milk.|mark=vegan
E26|brownie|두부 브라우니|Tofu brownies|cake|dessert|GENERAL_FOOD|네 개:18000:11|두부(국산), 카카오|280g|느린콩두부의 두부를 써요.|With Slow Bean's tofu.|chilled mark=vegan bb=8
E26|cookie-bag|비건 쿠키 봉투|Vegan cookie bag|cookies|dessert|GENERAL_FOOD|기본:5500:44|밀(국산), 코코넛|90g|한 손에 들어와요.|Fits a hand.|mark=vegan
E26|dessert-box|디저트 한 상자|Dessert box|gift box|dessert|GENERAL_FOOD|기본:48000:0|케이크 두 조각, 쿠키|640g|알레르기 표시를 넣어요.|Allergens listed.|chilled mark=vegan

E27|white-rice|유기농 백미|Organic white rice|rice bag|grain|FOOD|4kg:24000:30,10kg:52000:14|쌀 100%(국산, 유기농)|4kg|보내기 전날 도정해요.|Milled the day before.|exempt mark=organic
E27|brown-rice|유기농 현미|Organic brown rice|rice bag|grain|FOOD|4kg:23000:22|쌀 100%(국산, 유기농)|4kg|불리면 부드러워요.|Soak first.|exempt mark=organic
E27|mixed-grain|열 가지 잡곡|Ten grains|rice bag|grain|FOOD|1kg:15000:35,2kg:28000:16|보리, 수수, 기장 등(국산)|1kg|백미에 두 숟가락 섞어요.|Two spoons to white rice.|exempt
E27|black-beans|서리태|Black beans|rice bag|grain|FOOD|1kg:19000:12|서리태 100%(국산)|1kg|밥에 놓으면 달아요.|Sweet in rice.|exempt
E27|red-beans|팥|Red beans|rice bag|grain|FOOD|1kg:18000:15|팥 100%(국산)|1kg|동지에 먼저 찾아요.|For midwinter.|exempt
E27|baby-rice|아기 쌀가루|Baby rice flour|rice bag|grain|FOOD|200g:12000:20|쌀 100%(국산, 유기농)|200g|이유식 첫 단계예요.|First weaning food.|exempt mark=organic
E27|year-box|한 해 쌀 꾸러미|A year of rice, first box|gift box|grain|FOOD|10kg:79000:6|쌀, 잡곡(국산, 유기농)|12kg|첫 상자를 먼저 보내요.|The first box.|exempt mark=organic

E28|bottle-vase|초록병 화병|Green bottle vase|glass vase|glass|ETC|소:26000:14,중:38000:9|재활용 유리 100%|높이 16cm|소주병이었어요.|Once a soju bottle.|
E28|bubble-vase|기포 화병|Bubble vase|glass vase|glass|ETC|기본:54000:6|재활용 유리 100%|높이 22cm|빛이 일렁여요.|Light ripples.|
E28|tumbler|두툼한 유리컵|Thick tumbler|glass vase|glass|KITCHEN_UTENSILS|한 개:14000:30,네 개:52000:8|재활용 유리 100%|280ml|손자국이 남아 있어요.|The maker's hand shows.|
E28|candle-holder|유리 촛대|Glass candle holder|beeswax candle|glass|ETC|한 개:22000:12|재활용 유리 100%|높이 8cm|밀랍초와 잘 맞아요.|Fits a beeswax candle.|
E28|soy-candle|유리컵 소이캔들|Soy candle in glass|beeswax candle|candle|BIOCHEMISTRY|한 개:28000:16|소이왁스, 유리|200g|다 쓰면 컵이 남아요.|The cup remains.|
E28|big-bowl|유리 과일볼|Glass fruit bowl|glass vase|glass|KITCHEN_UTENSILS|기본:88000:0|재활용 유리 100%|지름 28cm|한 달에 열 점만 만들어요.|Ten a month.|
E28|suncatcher|창가 유리조각|Window suncatcher|glass vase|glass|ETC|기본:18000:20|재활용 유리 100%|12cm|아침 빛에 걸어 두세요.|For morning light.|

E29|patch-umbrella|조각 우산|Patchwork umbrella|umbrella|rain|FASHION_ITEMS|기본:39000:15|폐우산 원단, 알루미늄 살|58cm|같은 우산이 없어요.|No two alike.|
E29|long-umbrella|장우산|Long umbrella|umbrella|rain|FASHION_ITEMS|감색:45000:9,남색:45000:7|폐우산 원단, 유리섬유 살|70cm|둘이 써도 넉넉해요.|Room for two.|
E29|child-umbrella|아이 우산|Child's umbrella|umbrella|rain|KIDS|아이:29000:10|폐우산 원단|45cm|끝이 둥글어요.|Rounded tips.|
E29|raincoat|조각 우비|Patchwork raincoat|raincoat|rain|FASHION_ITEMS|어른:69000:6,아이:52000:5|폐우산 원단 100%|주문 치수|가방 위에 걸쳐요.|Over a backpack.|
E29|umbrella-pouch|우산천 파우치|Umbrella-cloth pouch|pouch|rain|FASHION_ITEMS|기본:19000:22|폐우산 원단 100%|22×15cm|젖은 것을 넣어요.|For wet things.|
E29|tote-rain|비 오는 날 장바구니|Rainy-day shopper|bag|rain|FASHION_ITEMS|기본:24000:0|폐우산 원단 100%|40×38cm|접으면 손바닥만 해요.|Folds to a palm.|

E30|hiking-socks|등산 양말|Hiking socks|socks|small|FASHION_ITEMS|한 켤레:8900:45,세 켤레:24000:20|양모 40%, 면 40%, 나일론 20%|240~280mm|발가락이 편하게 짰어요.|Roomy toes.|
E30|trail-towel|산행 수건|Trail towel|towel|small|FASHION_ITEMS|초록:12000:36,하늘:12000:30|면 100%|110×30cm|목에 두르는 길이예요.|Neck length.|
E30|summit-badge|관악산 배지|Gwanaksan badge|keyring|small|FASHION_ITEMS|한 개:4900:70|황동|3cm|배낭에 달아요.|For a rucksack.|
E30|map-hanky|등산지도 손수건|Trail-map handkerchief|handkerchief|small|FASHION_ITEMS|기본:15000:28|면 100%|55×55cm|길을 잃지 않아요.|You won't get lost.|
E30|cap|볕 가리개 모자|Sun cap|bag|small|FASHION_ITEMS|기본:29000:13|면 100%|둘레 조절|접어 넣을 수 있어요.|Packs flat.|
E30|bath-towel|도톰한 수건 세 장|Three thick towels|towel|small|FASHION_ITEMS|세 개:35000:17|면 100%|80×40cm|집에서도 산에서도 써요.|At home or away.|
E30|thermos-bag|물병 주머니|Bottle pouch|pouch|small|FASHION_ITEMS|기본:16000:0|면 캔버스|24×9cm|허리에 걸어요.|Hangs at the waist.|""")
