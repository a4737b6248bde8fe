"""Lets a process of the tests reach this computer alone, and writes down who else was asked for.

Python loads it at the start of every process whose ``PYTHONPATH`` has this folder: kernels,
servers and commands. Whatever is asked for stands in the file that ``CASESTUDY_STRANGERS`` names,
so that no ``except`` can hide it.
"""

from __future__ import annotations

import errno
import os
import re
import socket
import sys
from pathlib import Path

STRANGERS = "CASESTUDY_STRANGERS"

_OURS = re.compile(r"(127(\.\d+){3}|::1|localhost|0\.0\.0\.0|::|)", re.IGNORECASE)
_PLACE = re.compile(r"(?:blob:)?(?:http|ws)s?://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)", re.IGNORECASE)
_ADDRESS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
_NAME = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0}


def is_ours(host: object) -> bool:
    """Tell whether a host is this computer."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    return not isinstance(name, str) or bool(_OURS.fullmatch(name)) or name == socket.gethostname()


def note(address: str) -> None:
    """Write an address down, where it is a page's and of another computer."""
    place = _PLACE.match(address)
    if place and not is_ours(place[1].strip("[]")):
        _write(address)


def strangers() -> list[str]:
    """Return who was asked for since this was called last."""
    path = Path(os.environ[STRANGERS])
    if not path.stat().st_size:
        return []
    with path.open("r+", encoding="utf-8") as file:
        found = file.read().splitlines()
        file.truncate(0)
    return found


def _write(who: str) -> None:
    with Path(os.environ[STRANGERS]).open("a", encoding="utf-8") as file:
        file.write(f"{who}\n")


def _refuse(event: str, values: tuple[object, ...]) -> None:
    """Refuse to ask another computer, as a machine without a network does."""
    if not event.startswith("socket."):
        return
    host: object = None
    if event in _ADDRESS:
        address = values[_ADDRESS[event]]
        host = address[0] if isinstance(address, tuple) and address else None
    elif event in _NAME:
        host = values[_NAME[event]]
    if not is_ours(host):
        _write(f"{event} {host!r}")
        raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))


if STRANGERS in os.environ:
    sys.addaudithook(_refuse)
