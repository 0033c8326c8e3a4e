"""How a checker comes out of a pickle."""

from ._outlink import Checker


def unpack(packed):
    """The checker that was packed, with the files it was made of."""
    return Checker._unpack(packed)
