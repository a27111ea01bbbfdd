"""Pop-up exhibitions: a place, goods that are brought and taken back, counter sales, days, the count, the closing.

Each use-case locks the exhibition first, so that what happens at one pop-up happens in one order; the ledger's rows are
locked within. A request that comes twice changes nothing the second time.
"""
