from tests.support.coupang import coupang_standin, market, pictures

__all__ = ["coupang_standin", "market", "pictures"]
