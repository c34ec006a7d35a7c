"""Tables of rounds, as they stand in articles and on pages of their own -> reports."""
