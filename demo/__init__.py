"""A marketplace to look at: fictional enterprises, goods, people and exhibitions, loaded through the real services.

Every name is invented; numbers are of ranges that no office issues (domain-ko.md §10).
"""
