"""Killed at random moments: nothing lost, repeated only where nobody could know.

    python -m tests.crash [--database sqlite|postgresql] [--workers 4] [--kills 50] [--rounds 120] [--seed N]

The real program runs over a page that publishes new rounds, in one process or in several
that share a PostgreSQL server, and is killed with -9 again and again. The page, the mail
servers and the webhooks live in this process, which outlives it, and remember what they
accepted; some of them refuse, hang, or break off in the middle of an answer.
"""
