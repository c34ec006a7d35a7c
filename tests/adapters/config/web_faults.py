"""What the operator is told of a bad [web]."""

WEB_FAULTS: dict[str, tuple[str, ...]] = {
    "unknown_key_in_web": (
        'web.listen_at: is no key of this table; allowed: enabled, listen, url, token, token_file, requests_per_second; did you mean "listen"?',
    ),
    "web_in_reach_without_a_token": (
        'web.listen: can be reached from other machines, and there is no token; there is "0.0.0.0:8470"; set [web] token or token_file, or listen at 127.0.0.1',
    ),
    "web_listen_at_a_name": (
        'web.listen: is no address; there is "watcher.example.org:80"; allowed: an IP address and a port, such as "127.0.0.1:8470" or "[::1]:8470"; a name may lead to several addresses: write the one that is meant',
    ),
    "web_listen_port_too_high": (
        'web.listen: is no place to listen at; there is "127.0.0.1:70000"; allowed: an IP address and a port, such as "127.0.0.1:8470" or "[::1]:8470"',
    ),
    "web_listen_without_port": (
        'web.listen: is no place to listen at; there is "127.0.0.1"; allowed: an IP address and a port, such as "127.0.0.1:8470" or "[::1]:8470"',
    ),
    "web_token_and_its_file": ("web.token_file: stands beside token; only one of them can hold",),
    "web_token_file_missing": (
        "web.token_file: FOLDER/no-such-file cannot be read: No such file or directory",
    ),
    "web_token_short": (
        'web.token: is too easy to guess; allowed: 16 printable characters or more, no spaces; python3 -c "import secrets; print(secrets.token_urlsafe(32))" makes one',
    ),
    "web_url_with_a_path": (
        "web.url: has more than a host and a port; it is served at the root of a host: give it one of its own",
    ),
}
