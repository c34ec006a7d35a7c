"""The web server: HTML pages for people, JSON and feeds for programs.

server      uvicorn in its own thread; started, restarted and stopped as the settings say
security    checks before a request is answered, and the headers of every response
app         finds the endpoint of a request; answers from the cache or in a worker thread
routes      every address and its handler
sessions    token, sessions and rate limits
request     requests as handlers get them: query, language, zone, session
response    responses with ETag and headers; the cache
render      templates, translated names, static files
filters     which rounds a query asks for, in which order
overview, rounds, trends, account   the pages
api, openapi, feeds                 JSON and CSV; OpenAPI document; Atom, JSON Feed, calendar
metrics, health                     Prometheus metrics; health checks

Handlers are plain functions of (context, request) and run outside the event loop.
"""
