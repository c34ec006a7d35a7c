import socket

import pytest

from watcher.adapters.notify.network import connect, has_something_to_read


def test_a_connection_that_waits_tells_that_the_other_side_spoke_or_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours = connect("127.0.0.1", listener.getsockname()[1], 5)
        theirs, _ = listener.accept()
        with ours, theirs:
            assert not has_something_to_read(ours)
            theirs.send(b"421 bye\r\n")
            assert has_something_to_read(ours)
            ours.recv(100)
            assert not has_something_to_read(ours)
            theirs.close()
            assert has_something_to_read(ours)


def test_a_port_that_nobody_serves_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        connect("127.0.0.1", port, 5)
