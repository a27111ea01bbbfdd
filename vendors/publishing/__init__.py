"""The catalogue in Saleor: what it should show, what it shows, and how the one becomes the other.

``documents`` says both sides in the same plain words; ``planning`` takes the difference; ``applying`` carries it out.
Prices are confirmed by ``prices`` alone, stock is pushed by ``stock``'s lane, parcels are told by ``fulfilling``.
"""

CHANNEL = "saleor"
"""What plans and Seen call Saleor."""
SHOP = "shop"
"""The one Saleor channel that shoppers buy in."""
