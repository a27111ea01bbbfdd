"""Shopper pages: looking around (``browse``), buying (``buy``), and what has to be said (``words``)."""
