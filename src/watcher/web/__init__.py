"""The web face: pages for people, formats for programs.

supervisor  keeps the server running as the settings say, and counts what the service does
server      serves the application in a thread of its own: the only asyncio
security    checks before any request is answered, and the headers of every response
app         finds the endpoint of a request, and has it answered from the cache or in a thread
routes      every address and its handler
sessions    the token, sessions, how often it may be tried
request     a request as handlers get it: query, language, zone, session
response    bytes, their tag and headers; the cache
render      templates, in the reader's language, and static files
words       names of states and refusals that templates show
filters     which rounds are asked for, in which order
overview, rounds, trends, account   the pages
api, openapi, feeds                 JSON and CSV, their description, Atom, JSON Feed and calendar
metrics, health                     what this process counts and what the database says; probes

Handlers are plain functions of the context of a request and the request: they run in a
thread beside the event loop, never in it.
"""
