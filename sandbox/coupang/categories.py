"""A small tree of display categories with what each leaf asks of a product (§2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from sandbox.coupang.envelopes import OrderError, ProductError, order, product
from sandbox.coupang.notices import notice_groups
from sandbox.coupang.paths import OPEN, SELLER
from sandbox.coupang.world import world

blueprint = Blueprint("categories", __name__)


@dataclass(frozen=True)
class Attribute:
    name: str
    required: bool = False
    data_type: str = "STRING"
    values: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    group: str = "NONE"
    exposed: bool = True

    def as_meta(self) -> dict[str, object]:
        return {
            "attributeTypeName": self.name,
            "required": "MANDATORY" if self.required else "OPTIONAL",
            "dataType": self.data_type,
            "inputType": "SELECT" if self.values else "INPUT",
            "inputValues": list(self.values),
            "basicUnit": self.units[0] if self.units else "없음",
            "usableUnits": list(self.units),
            "groupNumber": self.group,
            "exposed": "EXPOSED" if self.exposed else "NONE",
        }


@dataclass(frozen=True)
class Kind:
    """What all leaves of one kind of goods ask for."""

    notices: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    takes_free_options: bool = True
    certifications: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Category:
    code: int
    name: str
    status: str = "ACTIVE"
    kind: Kind | None = None
    words: tuple[str, ...] = ()
    children: tuple["Category", ...] = ()


_COUNT = Attribute("수량", required=True, data_type="NUMBER", units=("개", "세트"))
_COLOUR = Attribute("색상")
_WEIGHT = Attribute("개당 중량", required=True, data_type="NUMBER", units=("g", "kg"), group="1")
_VOLUME = Attribute("개당 용량", required=True, data_type="NUMBER", units=("ml", "L"), group="1")
_SIZES = ("XS", "S", "M", "L", "XL", "2XL", "FREE")
_ETC = "기타 재화"

BAG = Kind(("가방", _ETC), (_COLOUR, _COUNT))
FASHION = Kind(("패션잡화", _ETC), (_COLOUR, Attribute("사이즈"), _COUNT))
CLOTHING = Kind(
    ("의류", _ETC),
    (Attribute("색상", required=True), Attribute("사이즈", required=True, values=_SIZES), _COUNT),
    takes_free_options=False,
)
SHOES = Kind(
    ("구두/신발", _ETC),
    (
        Attribute("색상", required=True),
        Attribute("신발사이즈", required=True, data_type="NUMBER", units=("mm",)),
        Attribute("사용대상", required=True, values=("남성용", "여성용", "남녀공용"), exposed=False),
    ),
    takes_free_options=False,
)
JEWELLERY = Kind(("귀금속/보석/시계류", _ETC), (_COLOUR, Attribute("사이즈"), _COUNT))
COSMETIC = Kind(("화장품", _ETC), (_WEIGHT, _VOLUME, _COUNT, Attribute("향")), takes_free_options=False)
PROCESSED = Kind(("가공식품", _ETC), (_WEIGHT, _VOLUME, _COUNT, Attribute("맛")), takes_free_options=False)
FARM = Kind(("식품(농수축산물)", _ETC), (_WEIGHT, _VOLUME, _COUNT), takes_free_options=False)
KITCHEN = Kind(("주방용품", _ETC), (_COLOUR, _COUNT))
BEDDING = Kind(("침구류/커튼", _ETC), (_COLOUR, Attribute("침구사이즈", values=("S", "SS", "Q", "K", "FREE")), _COUNT))
FURNITURE = Kind(("가구", _ETC), (_COLOUR, _COUNT))
BOOK = Kind(("서적", _ETC), (_COUNT,))
CHILD = Kind(
    ("어린이제품(영유아용품)", _ETC),
    (_COLOUR, _COUNT, Attribute("사용연령", values=("0~2세", "3~5세", "6~8세", "9세 이상"), exposed=False)),
    certifications=(("KC_CHILD_SAFETY", "어린이제품 안전인증"), ("KC_CHILD_CONFIRM", "어린이제품 안전확인")),
)
CHEMISTRY = Kind(
    ("생활화학제품", _ETC),
    (_WEIGHT, _VOLUME, _COUNT, Attribute("향")),
    takes_free_options=False,
    certifications=(("LIFE_CHEMISTRY", "생활화학제품 안전기준적합확인신고"),),
)
OTHER = Kind((_ETC,), (_COLOUR, _COUNT))


def _leaves(first: int, kind: Kind, *names: str) -> tuple[Category, ...]:
    """Make leaves with codes from `first`; a name may carry more words to be found by: ``파우치|주머니``."""
    split = [name.split("|") for name in names]
    return tuple(Category(first + at, words[0], kind=kind, words=tuple(words)) for at, words in enumerate(split))


ROOT = Category(
    0,
    "ROOT",
    children=(
        Category(
            56100,
            "패션의류잡화",
            children=(
                Category(
                    56130,
                    "가방",
                    children=_leaves(
                        56135, BAG, "에코백", "백팩", "노트북파우치", "크로스백", "파우치", "지갑", "가방|토트백"
                    ),
                ),
                Category(
                    56200,
                    "의류",
                    children=_leaves(56201, CLOTHING, "티셔츠", "생활한복|한복|저고리", "셔츠", "바지", "앞치마"),
                ),
                Category(
                    56300,
                    "패션소품",
                    children=_leaves(
                        56301, FASHION, "양말", "손수건", "우산|양산", "우비", "키링", "스카프", "모자", "장갑"
                    ),
                ),
                Category(56400, "신발", children=_leaves(56401, SHOES, "수제화|구두|로퍼", "운동화", "샌들")),
                Category(
                    56500,
                    "주얼리",
                    children=_leaves(56501, JEWELLERY, "귀걸이|귀고리", "목걸이", "반지", "팔찌", "브로치"),
                ),
            ),
        ),
        Category(
            57000,
            "뷰티",
            children=(
                Category(
                    57100, "클렌징", children=_leaves(57101, COSMETIC, "고형비누|비누", "샴푸바|샴푸", "클렌징폼")
                ),
                Category(57200, "바디", children=_leaves(57201, COSMETIC, "바디로션|로션", "립밤", "핸드크림")),
            ),
        ),
        Category(
            58000,
            "식품",
            children=(
                Category(
                    58100,
                    "가공식품",
                    children=_leaves(
                        58101,
                        PROCESSED,
                        "쿠키|과자",
                        "빵|식빵",
                        "두부|콩국",
                        "반찬|장아찌|김치",
                        "원두|커피",
                        "드립백",
                        "차|꽃차|티백",
                        "그래놀라|시리얼",
                        "케이크|디저트",
                        "도시락",
                        "잼|청",
                        "선물세트",
                    ),
                ),
                Category(
                    58200,
                    "농수축산물",
                    children=_leaves(58201, FARM, "쌀", "잡곡", "채소|쌈채소|꾸러미", "꿀", "과일"),
                ),
            ),
        ),
        Category(
            59000,
            "주방용품",
            children=(
                Category(
                    59100, "식기", children=_leaves(59101, KITCHEN, "머그컵|머그|컵", "그릇|접시|공기", "수저|젓가락")
                ),
                Category(59200, "조리도구", children=_leaves(59201, KITCHEN, "도마", "조리도구", "보관용기")),
            ),
        ),
        Category(
            60000,
            "홈인테리어",
            children=(
                Category(60100, "침구", children=_leaves(60101, BEDDING, "이불|누빔", "방석|쿠션", "베개")),
                Category(
                    60200, "가구", children=_leaves(60201, FURNITURE, "의자|스툴", "선반", "테이블|소반", "책꽂이")
                ),
                Category(60300, "인테리어소품", children=_leaves(60301, OTHER, "화병|유리", "액자", "장식품")),
            ),
        ),
        Category(
            61000,
            "생활용품",
            children=(
                Category(61100, "세제", children=_leaves(61101, CHEMISTRY, "세탁세제|세제", "섬유유연제", "주방세제")),
                Category(61200, "향", children=_leaves(61201, CHEMISTRY, "캔들|초|밀랍초", "디퓨저")),
            ),
        ),
        Category(62000, "도서", children=_leaves(62101, BOOK, "그림책", "큰글자책", "단행본|책")),
        Category(
            63000, "유아동", children=_leaves(63101, CHILD, "원목교구|교구|블록", "유아동완구|장난감", "유아동의류")
        ),
        Category(64000, "악기", children=_leaves(64101, OTHER, "칼림바", "카혼", "악기")),
        Category(65000, "가전디지털", children=_leaves(65101, OTHER, "노트북", "토너")),
        Category(
            66000,
            "기타",
            children=(
                *_leaves(66101, OTHER, "기타 생활잡화|굿즈|수건"),
                Category(66190, "준비 중인 카테고리", status="READY", kind=OTHER),
                Category(66191, "지난 카테고리", status="DISABLED", kind=OTHER),
            ),
        ),
    ),
)


def _walk(category: Category) -> Iterator[Category]:
    yield category
    for child in category.children:
        yield from _walk(child)


CATEGORIES = {category.code: category for category in _walk(ROOT)}


def leaf_kind(code: int) -> Kind | None:
    """Return what the active leaf `code` asks for, or None if there is no such leaf on sale."""
    category = CATEGORIES.get(code)
    return category.kind if category and category.status == "ACTIVE" else None


def predict_leaf(text: str) -> Category | None:
    """Return the leaf whose longest word is in `text`, or None."""
    found = [
        (len(word), category)
        for category in CATEGORIES.values()
        for word in category.words
        if category.status == "ACTIVE" and word in text
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _node(category: Category, *, depth: int) -> dict[str, Any]:
    children = [_node(child, depth=depth - 1) for child in category.children] if depth else []
    return {
        world().settings.category_key: category.code,
        "name": category.name,
        "status": category.status,
        "child": children,
    }


def _known(code: str) -> Category:
    category = CATEGORIES.get(int(code)) if code.isascii() and code.isdigit() else None
    if category is None:
        raise ProductError(f"카테고리[{code}]를 찾을 수 없습니다.")
    return category


def _known_leaf(code: str) -> Category:
    category = _known(code)
    if category.kind is None:
        leaves = [str(below.code) for below in _walk(category) if below.kind]
        raise ProductError(f"카테고리[{code}]는 최하위 카테고리가 아닙니다. 최하위 카테고리: [{', '.join(leaves)}]")
    return category


@blueprint.get(f"{SELLER}/meta/display-categories")
def list_categories() -> Response:
    return product(_node(ROOT, depth=9))


@blueprint.get(f"{SELLER}/meta/display-categories/<code>")
def get_category(code: str) -> Response:
    return product(_node(_known(code), depth=1))


@blueprint.get(f"{SELLER}/meta/display-categories/<code>/status")
def get_category_status(code: str) -> Response:
    return product(_known_leaf(code).status == "ACTIVE")


@blueprint.get(f"{SELLER}/meta/category-related-metas/display-category-codes/<code>")
def get_metas(code: str) -> Response:
    kind = _known_leaf(code).kind
    assert kind is not None
    plain = {
        "certificationType": "NOT_REQUIRED",
        "name": "인증·신고 대상 아님",
        "dataType": "NONE",
        "required": "OPTIONAL",
    }
    certifications = [
        {"certificationType": code, "name": name, "dataType": "CODE", "required": "RECOMMEND"}
        for code, name in kind.certifications
    ]
    return product(
        {
            "isAllowSingleItem": True,
            "attributes": [attribute.as_meta() for attribute in kind.attributes],
            "noticeCategories": notice_groups(kind.notices),
            "requiredDocumentNames": [{"templateName": "기타인증서류", "required": "OPTIONAL"}],
            "certifications": [plain, *certifications],
            "allowedOfferConditions": ["NEW", "REFURBISHED", "USED_BEST", "USED_GOOD", "USED_NORMAL"],
        }
    )


@blueprint.post(f"{OPEN}/v1/categorization/predict")
def predict() -> Response:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict) or not isinstance(asked.get("productName"), str) or not asked["productName"].strip():
        raise OrderError("productName is required.")
    category = predict_leaf(f"{asked['productName']} {asked.get('productDescription') or ''}")
    return order(
        {
            "autoCategorizationPredictionResultType": "SUCCESS" if category else "INSUFFICIENT_INFORMATION",
            "predictedCategoryId": str(category.code) if category else None,
            "predictedCategoryName": category.name if category else None,
            "comment": None,
        }
    )


@blueprint.get(f"{SELLER}/vendors/<vendor_id>/check-auto-category-agreed")
def check_auto_category(vendor_id: str) -> Response:
    return product(world().settings.auto_category_agreed)
