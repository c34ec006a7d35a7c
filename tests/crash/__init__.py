"""Killed at random moments: nothing lost, repeated only where nobody could know.

    python -m tests.crash [--seed N] [--kills 50] [--rounds 120]

The real program runs over a page that publishes new rounds, and is killed with -9
again and again. The page, the mail server and the webhook live in this process, which
outlives it, and remember what they accepted.
"""
