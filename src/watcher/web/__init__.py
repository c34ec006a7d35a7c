"""The web face: pages for people, formats for programs, behind one guard.

    face       starts and stops it, in a thread of its own: the only asyncio
    protocol   HTTP/1.1 whose clients may not dawdle
    guard      what no request gets past: host, size, rate, origin; the headers of all
    site       routes; what is public is made once and kept until something changes
    access     who may see what is private: the token, sessions, forms that act
    rate       how often
    asked      one request, as handlers get it: query, language, zone, session
    answer     one answer: bytes, their tag, their headers
    kept       answers kept until something changes
    render     templates, with words and figures in the reader's language
    words      what pages say, in English and French
    pages/     overview, rounds, one round, trends, deliveries, sign-in, preferences, probes
    metrics    what this process counts, for Prometheus
    gauges     what the database holds, for Prometheus
    counted    counts requests
    plot/      charts as SVG, to look at with a style sheet and to read without

Handlers are plain functions of a look at the database and what is asked: they run in a
thread beside the loop, and never in it.
"""

import sys
from types import ModuleType

# uvicorn would load a command line of its own, with click: 1.5 MiB of the 100 that the
# service may take. It takes these three from there; the server is uvicorn.server's.
_no_command_line = ModuleType("uvicorn.main")
_no_command_line.__dict__.update(Server=None, main=None, run=None)
sys.modules.setdefault("uvicorn.main", _no_command_line)
