"""Protection and use in balance (flyer B-1: 管理と活用のバランスが大事): where the register leans to one side.

A locked safe protects, and nobody works with what is in it. Each warning is a question to the rows that its reader
may know of, with advice; none of them is a verdict.
"""

from desk.balance.kinds import Found, Imbalance, found
from desk.balance.table import TABLE

__all__ = ["TABLE", "Found", "Imbalance", "found"]
