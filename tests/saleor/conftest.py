from tests.support.saleor import saleor, saleor_standin, shop

__all__ = ["saleor", "saleor_standin", "shop"]
