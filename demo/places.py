"""Seoul's 25 districts (domain-ko.md §1.3) and the shop's categories."""

# code, slug, name, name in English
DISTRICTS = [
    tuple(line.split("|"))
    for line in """\
11110|jongno|종로구|Jongno-gu
11140|jung|중구|Jung-gu
11170|yongsan|용산구|Yongsan-gu
11200|seongdong|성동구|Seongdong-gu
11215|gwangjin|광진구|Gwangjin-gu
11230|dongdaemun|동대문구|Dongdaemun-gu
11260|jungnang|중랑구|Jungnang-gu
11290|seongbuk|성북구|Seongbuk-gu
11305|gangbuk|강북구|Gangbuk-gu
11320|dobong|도봉구|Dobong-gu
11350|nowon|노원구|Nowon-gu
11380|eunpyeong|은평구|Eunpyeong-gu
11410|seodaemun|서대문구|Seodaemun-gu
11440|mapo|마포구|Mapo-gu
11470|yangcheon|양천구|Yangcheon-gu
11500|gangseo|강서구|Gangseo-gu
11530|guro|구로구|Guro-gu
11545|geumcheon|금천구|Geumcheon-gu
11560|yeongdeungpo|영등포구|Yeongdeungpo-gu
11590|dongjak|동작구|Dongjak-gu
11620|gwanak|관악구|Gwanak-gu
11650|seocho|서초구|Seocho-gu
11680|gangnam|강남구|Gangnam-gu
11710|songpa|송파구|Songpa-gu
11740|gangdong|강동구|Gangdong-gu""".splitlines()
]

# slug, name, name in English, parent
CATEGORIES = [
    tuple(line.split("|"))
    for line in """\
food|먹거리|Food|
living|생활|Living|
fashion|입고 드는 것|Wear & carry|
home|집 안|Home|
kids|아이|Children|
culture|책·소리·체험|Books, music, days out|
service|돌봄·수선|Care & mending|
tofu|두부·콩국|Tofu & soy milk|food
vegetables|채소·꾸러미|Vegetables & boxes|food
bakery|빵·쿠키|Bread & cookies|food
banchan|반찬·도시락|Side dishes & lunch boxes|food
coffee-tea|커피·차|Coffee & tea|food
honey|꿀|Honey|food
grain|쌀·잡곡|Rice & grains|food
dessert|케이크·그래놀라|Cake & granola|food
soap|비누·샴푸바|Soap & shampoo bars|living
refill|리필 세제|Refills|living
candle|초·향|Candles|living
office|다시 쓰는 전자|Refurbished|living
bags|가방·파우치|Bags & pouches|fashion
clothes|옷|Clothes|fashion
shoes|신발|Shoes|fashion
small|양말·소품|Socks & small things|fashion
jewellery|장신구|Jewellery|fashion
rain|우산·우비|Umbrellas & raincoats|fashion
tableware|그릇·머그|Bowls & mugs|home
kitchen|도마·주방|Boards & kitchen|home
bedding|이불·방석|Quilts & cushions|home
furniture|작은 가구|Small furniture|home
glass|유리·화병|Glass & vases|home
toys|원목 교구|Wooden toys|kids
books|책|Books|culture
music|악기|Instruments|culture
walks|골목여행·클래스|Walks & classes|culture
care|생활돌봄|Everyday care|service
mending|세탁·수선|Laundry & mending|service""".splitlines()
]
