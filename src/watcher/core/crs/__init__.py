"""The Comprehensive Ranking System and what surrounds it: profiles, rules by date, the score."""
