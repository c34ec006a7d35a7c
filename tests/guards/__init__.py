"""Marks that the whole tree keeps: size and shape, names, tests beside their modules."""
