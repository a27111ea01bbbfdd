"""A marketplace of any size for measuring: enterprises and listings by the ten thousand, written in bulk.

Not through the services, which would tell Saleor and the markets of each: what is generated here is shown by our own
shop as if a channel had confirmed it, and nobody else hears of it. Deterministic: the same numbers make the same rows.
"""
