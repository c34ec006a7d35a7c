"""What programs are told where something cannot be had: RFC 9457, the same everywhere."""

from collections.abc import Sequence

from watcher.web.response import Answer, as_json

PROBLEM = "application/problem+json"
_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    409: "Conflict",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    503: "Service Unavailable",
}


def problem(status: int, detail: str, *, faults: Sequence[object] = (), **more: object) -> Answer:
    """Answer with what is wrong; *faults* names every parameter that is."""
    told: dict[str, object] = {
        "type": "about:blank",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
        **more,
    }
    if faults:
        told["faults"] = list(faults)
    return as_json(told, status=status, media=PROBLEM)
