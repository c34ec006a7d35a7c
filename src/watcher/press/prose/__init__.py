"""Running text -> what it says of rounds, and which one it is about. Pure.

``page`` cuts a page into sentences (``text``). Of each, ``facts`` finds what may be said of a round, and ``cues`` which
one is meant; ``mentions`` puts both together, ``rounds`` gathers the mentions of one round for ``to_reports``.
"""
