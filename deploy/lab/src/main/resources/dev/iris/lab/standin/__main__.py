"""A stand-in for Grafana Alloy, for hosts of the Iris lab: strict about its configuration, modest about everything else."""
import os
import platform
import signal
import socket
import sys

from release import VERSION

RUN_FLAGS = {
    "server.http.listen-addr": "127.0.0.1:12345", "server.http.memory-addr": "", "server.http.ui-path-prefix": "/",
    "server.http.enable-pprof": "true", "server.http.disable-support-bundle": "false", "storage.path": "data-alloy/",
    "disable-reporting": "false", "stability.level": "generally-available", "config.format": "alloy",
    "config.bypass-conversion-errors": "false", "config.extra-args": "", "cluster.enabled": "false",
    "feature.community-components.enabled": "false",
}
VALIDATE_FLAGS = {name: RUN_FLAGS[name] for name in ("stability.level", "feature.community-components.enabled", "config.format")}
SWITCHES = {"disable-reporting", "cluster.enabled", "feature.community-components.enabled",
            "server.http.disable-support-bundle", "server.http.enable-pprof", "config.bypass-conversion-errors"}


class Usage(Exception):
    pass


def main(arguments):
    if arguments[:1] in (["--version"], ["-v"]):
        return version()
    commands = {"fmt": fmt, "validate": validate, "run": run}
    if not arguments or arguments[0] not in commands:
        raise Usage('unknown command "%s" for "alloy"' % (arguments[0] if arguments else ""))
    return commands[arguments[0]](arguments[1:])


def version():
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    print("alloy, version v%s (branch: HEAD, revision: stand-in)" % VERSION)
    print("  stand-in:         made by the Iris lab, not Grafana Alloy\n  platform:         linux/%s" % machine)
    return 0


def parse_flags(arguments, known):
    flags, rest = dict(known), []
    arguments = list(arguments)
    while arguments:
        word = arguments.pop(0)
        if not word.startswith("--"):
            if word.startswith("-") and word != "-":
                raise Usage("unknown shorthand flag: %r in %s" % (word[1:2], word))
            rest.append(word)
            continue
        name, has_value, value = word[2:].partition("=")
        if name not in known:
            raise Usage("unknown flag: --" + name)
        if not has_value:
            if name in SWITCHES:
                value = "true"
            elif arguments:
                value = arguments.pop(0)
            else:
                raise Usage("flag needs an argument: --" + name)
        flags[name] = value
    if flags.get("stability.level", "experimental") not in ("generally-available", "public-preview", "experimental"):
        raise Usage('invalid argument "%s" for "--stability.level" flag' % flags["stability.level"])
    return flags, rest


def fmt(arguments):
    from formatter import formatted
    from lexer import Fault, decode
    options = {"-w": "write", "--write": "write", "-t": "test", "--test": "test"}
    chosen = {options[a] for a in arguments if a in options}
    rest = [a for a in arguments if a not in options]
    if any(a.startswith("-") and a != "-" for a in rest):
        raise Usage("unknown flag: %s" % rest[0])
    if len(rest) > 1:
        raise Usage("accepts at most 1 arg(s), received %d" % len(rest))
    path = rest[0] if rest else "-"
    if len(chosen) > 1 or ("write" in chosen and path == "-"):
        raise Usage("--write goes with neither --test nor standard input")
    try:
        data = sys.stdin.buffer.read() if path == "-" else open(path, "rb").read()
        text = formatted(decode(data))
    except OSError as error:
        return failed("Error: open %s: %s" % (path, (error.strerror or "").lower()))
    except Fault as fault:
        return failed("Error: %s:%d:%d: %s\n\nError: encountered errors during formatting"
                      % ("<stdin>" if path == "-" else path, fault.line, fault.column, fault.message))
    if "test" in chosen:
        return 0 if text.encode("utf-8") == data else failed("Error: %s is not formatted correctly" % path)
    if "write" in chosen:
        with open(path, "wb") as file:
            file.write(text.encode("utf-8"))
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))
    return 0


def validate(arguments):
    from controller import Controller, Refused
    flags, rest = parse_flags(arguments, VALIDATE_FLAGS)
    if len(rest) != 1:
        raise Usage("accepts 1 arg(s), received %d" % len(rest))
    try:
        graph = Controller(rest[0], flags["stability.level"]).graph()
    except Refused as refused:
        return failed("%s\n\nError: validation failed" % refused)
    if graph.warnings:
        return failed("\n".join(d.text for d in graph.warnings) + "\n\nError: validation failed")
    return 0


def failed(message):
    print(message, file=sys.stderr)
    return 1


def run(arguments):
    from controller import Controller, Refused
    from web import Web
    flags, rest = parse_flags(arguments, RUN_FLAGS)
    if len(rest) != 1:
        raise Usage("accepts 1 arg(s), received %d" % len(rest))
    os.makedirs(flags["storage.path"], exist_ok=True)
    controller = Controller(rest[0], flags["stability.level"])
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    signal.signal(signal.SIGINT, lambda number, frame: sys.exit(0))
    # until it has loaded once, SIGHUP ends it like most programs
    web = Web(controller, VERSION)
    try:
        controller.load()
        signal.signal(signal.SIGHUP, lambda number, frame: web.reload("POST"))
        listener = listen(flags["server.http.listen-addr"])
        print("now listening for http traffic addr=%s" % flags["server.http.listen-addr"], file=sys.stderr, flush=True)
        web.serve(listener)
    except Refused as refused:
        return failed("%s\nError: could not perform the initial load successfully" % refused)
    except OSError as error:
        return failed("Error: %s" % error)
    finally:
        controller.close()
    return 0


def listen(address):
    host, _, port = address.rpartition(":")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host.strip("[]"), int(port)))
    listener.listen(128)
    return listener


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Usage as usage:
        print("Error: %s" % usage, file=sys.stderr)
        sys.exit(1)
