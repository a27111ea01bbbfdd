"""Our own illustrations, drawn by code: goods on a table by a window, covers of exhibitions, makers at work."""

from marketplace.look.pictures.covers import draw_cover
from marketplace.look.pictures.drawing import KINDS, draw
from marketplace.look.pictures.fronts import draw_maker

__all__ = ["KINDS", "draw", "draw_cover", "draw_maker"]
