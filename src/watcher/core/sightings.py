"""Sightings: when the rounds 378 to 437 appeared on IRCC's page, which a new database has not seen itself."""

from datetime import date
from typing import Final

# Day and time in Toronto of the first commit that shows the round, in any of twelve public
# archives of the feed on GitHub, read in November 2026. The next archive followed 10 minutes
# later (median): the page had shown it for about as long already.
_LATE = 10  # minutes
_FIRST_SHOWN = {
    "2025-11": "12@16:37 14@11:56 25@11:50 26@11:45 28@11:00",
    "2025-12": "08@14:43 10@09:57 11@11:19 15@14:35 16@14:51 17@11:51",
    "2026-01": "05@12:19 07@12:14 20@11:57 21@13:06",
    "2026-02": "03@12:11 06@10:25 16@13:52 17@11:09 19@13:38 20@13:31",
    "2026-03": "02@14:12 03@10:25 04@10:24 05@12:58 16@11:17 17@14:12 18@12:52 30@10:27 31@14:04",
    "2026-04": "02@14:10 13@14:47 14@13:21 15@12:00 27@16:37 28@14:50 29@13:20",
    "2026-05": "11@11:44 25@14:27 27@11:54 28@12:07",
    "2026-06": "22@14:52 23@11:59 24@13:25 25@14:37",
    "2026-07": "06@14:29 07@12:17 09@11:17 10@10:34 20@11:25 21@10:31 22@12:41 23@11:48",
    "2026-08": "04@10:57 05@11:03 06@18:29 07@10:28 17@10:39 18@11:16 19@11:46",
}


def _sighting(month: str, entry: str) -> tuple[date, int]:
    """Return the day, and the minute of it at which the round probably appeared."""
    day, _, clock = entry.partition("@")
    hour, _, minute = clock.partition(":")
    return date.fromisoformat(f"{month}-{day}"), int(hour) * 60 + int(minute) - _LATE


ARCHIVED: Final = tuple(
    _sighting(month, entry) for month, entries in _FIRST_SHOWN.items() for entry in entries.split()
)
