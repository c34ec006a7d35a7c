"""One typed answer to each question that a face asks: faces print, render or serialize it.

snapshot    the database in one transaction, with settings and time: each question takes it
serialize   answers -> JSON, the same for ``--json`` and the API
status      how the watcher is, and what is wrong
rounds      lists of rounds, and one round with all that was said of it
explain     what a round means for each subscription
deliveries  what was told to whom, and once more what was not
trends      how rounds go over time, when they come, what the latest ones mean
sources     how each source does, and what secondary ones report
"""
