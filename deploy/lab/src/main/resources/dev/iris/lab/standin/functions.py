"""Alloy's standard library, as far as configurations of Iris have use for it."""
import os
import platform
import socket
from urllib.parse import quote

from lexer import Fault


class Deprecated(Exception):
    pass


def text(value):
    if isinstance(value, str):
        return value
    raise Fault("%r should be string" % (value,))


def concat(*lists):
    return [item for one in lists for item in one]


def coalesce(*values):
    return next((value for value in values if value), values[-1] if values else None)


def formatted(pattern, *values):
    return text(pattern).replace("%v", "%s") % values


def environment(name):
    return os.environ.get(text(name), "")


def url_encode(value):
    """As Go's url.QueryEscape does, a blank as a plus sign."""
    return quote(text(value), safe="-_.~ ").replace(" ", "+")


STRINGS = {
    "format": formatted, "join": lambda parts, between: text(between).join(parts),
    "replace": lambda value, old, new: text(value).replace(old, new), "split": lambda value, by: text(value).split(by),
    "to_lower": lambda value: text(value).lower(), "to_upper": lambda value: text(value).upper(),
    "trim": lambda value, cut: text(value).strip(cut), "trim_space": lambda value: text(value).strip(),
    "trim_prefix": lambda value, cut: value[len(cut):] if value.startswith(cut) else value,
    "trim_suffix": lambda value, cut: value[:len(value) - len(cut)] if cut and value.endswith(cut) else value,
}
LIBRARY = {
    "sys": {"env": environment},
    "env": environment,
    "encoding": {"url_encode": url_encode},
    "string": STRINGS,
    "array": {"concat": concat},
    "concat": concat, "coalesce": coalesce,
    "convert": {"nonsensitive": lambda value: value},
    "constants": {"hostname": socket.gethostname(), "os": "linux",
                  "arch": {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())},
}
DEPRECATED = {"env": "sys.env", "concat": "array.concat"}
