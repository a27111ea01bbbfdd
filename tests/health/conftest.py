from tests.support.coupang import coupang_standin, market, pictures
from tests.support.saleor import saleor, saleor_standin, shop

__all__ = ["coupang_standin", "market", "pictures", "saleor", "saleor_standin", "shop"]
