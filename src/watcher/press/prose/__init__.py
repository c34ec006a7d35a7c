"""Running text -> reports, the text's own round first. Pure.

``page`` splits a page into sentences (``text``). In each, ``facts`` finds what may be of a round, and ``cues`` which
round is meant; ``mentions`` joins both, ``rounds`` groups the mentions of one round for ``to_reports``.
"""
