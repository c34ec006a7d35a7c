"""The web face: pages for people, formats for programs.

supervisor  keeps the server running as the settings say, and counts what the service does
server      serves the application in a thread of its own: the only asyncio
security    checks before any request is answered: host, size, rate, origin; headers of all
app         finds the endpoint of a request, and has it answered from the cache or in a thread
routes      every address and its handler
sessions    the token, sessions, how often it may be tried
request     a request as handlers get it: query, language, zone, session
response    bytes, their tag, their headers
cache       responses kept until something changes
render      templates, with words and figures in the reader's language
pages/      overview, rounds, one round, trends, deliveries, sign-in, preferences, probes
metrics     what this process counts, for Prometheus
gauges      what the database holds, for Prometheus
plot/       charts as SVG

Handlers are plain functions of the context of a request and the request: they run in a
thread beside the event loop, never in it.
"""
