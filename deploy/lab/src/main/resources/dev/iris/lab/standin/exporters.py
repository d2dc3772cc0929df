"""Components that were built: what they refuse to be built with, and the metrics that they then give.

Node metrics are real, by Debian's node exporter. Of databases only this is true: 0 means that nothing answers at the address.
1 means that something does; nobody logs in, so a wrong password is not noticed."""
import os
import re
import socket
import subprocess
import time
from urllib.parse import urlsplit

from lexer import Fault

NODE_EXPORTER = "/usr/lib/iris-lab/node-exporter"
PATIENCE = 3


class Gone(Exception):
    """There is nobody to ask for these metrics."""


def connect(host, port):
    return socket.create_connection((host.strip("[]") or "127.0.0.1", port), PATIENCE)


def answers(host, port, says=b"", greeting=b""):
    """Whether something accepts connections there, and where it is asked or greets, answers as expected."""
    try:
        with connect(host, port) as peer:
            peer.settimeout(PATIENCE)
            if says:
                peer.sendall(says)
            return not greeting or peer.recv(512).startswith(greeting)
    except OSError:
        return False


def http_status(url, headers=""):
    """The status that a URL answers with, and the first of what it says."""
    parts = urlsplit(url)
    if parts.scheme != "http":
        raise OSError("only http here")
    with connect(parts.hostname or "", parts.port or 80) as peer:
        peer.settimeout(PATIENCE)
        path = (parts.path or "/") + ("?" + parts.query if parts.query else "")
        peer.sendall(("GET %s HTTP/1.0\r\nHost: %s\r\n%s\r\n" % (path, parts.netloc, headers)).encode())
        answer = b""
        while True:
            part = peer.recv(65536)
            answer += part
            if not part:
                break
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), body


def split_address(address, port):
    """host and port of host:port; either may be left out."""
    match = re.match(r"^(\[[^]]*\]|[^:]*)(?::([0-9]+))?$", address)
    if not match:
        raise Fault("%r is no address" % address)
    return match.group(1), int(match.group(2) or port)


def gauge(name, value, labels="", about="Whether it answers."):
    return "# HELP %s %s\n# TYPE %s gauge\n%s%s %s\n" % (name, about, name, name, labels, value)


class Exporter:
    """A component without metrics of its own: it only has to be there."""

    def __init__(self, arguments):
        self.arguments = arguments

    def metrics(self, query):
        return ""

    def close(self):
        pass


class Unix(Exporter):
    def __init__(self, arguments):
        super().__init__(arguments)
        self.process = self.port = None
        self.start()

    def start(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [NODE_EXPORTER, "--web.listen-address=127.0.0.1:%d" % self.port, "--web.disable-exporter-metrics"]
        chosen = self.arguments.get("set_collectors")
        if chosen is not None:
            command.append("--collector.disable-defaults")
        command += ["--collector." + name for name in (chosen or []) + self.arguments.get("enable_collectors", [])]
        command += ["--no-collector." + name for name in self.arguments.get("disable_collectors", [])]
        for block in self.arguments.get("/textfile", []):
            command.append("--collector.textfile.directory=" + block.get("directory", ""))
        try:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except OSError as error:
            raise Fault("node metrics cannot be had: %s" % error.strerror)

    def metrics(self, query):
        until = time.monotonic() + PATIENCE
        while True:
            if self.process.poll() is not None:
                raise Gone("the node exporter ended with %d" % self.process.returncode)
            try:
                status, body = http_status("http://127.0.0.1:%d/metrics" % self.port)
                if status == 200:
                    return body.decode("utf-8", "replace")
            except (OSError, IndexError, ValueError):
                pass
            if time.monotonic() > until:
                raise Gone("the node exporter does not answer")
            time.sleep(0.02)

    def close(self):
        self.process.terminate()
        self.process.wait()


class Postgres(Exporter):
    def __init__(self, arguments):
        super().__init__(arguments)
        self.places = []
        for name in arguments["data_source_names"]:
            place = parsed_url(name, ("postgres", "postgresql"), "data_source_names")
            self.places.append((place.hostname or "localhost", place.port or 5432))

    def metrics(self, query):
        # asks for encryption: a PostgreSQL says yes (S) or no (N)
        up = all(answers(h, p, b"\0\0\0\x08\x04\xd2\x16\x2f") for h, p in self.places)
        return gauge("pg_up", int(up and bool(self.places)))


def parsed_url(text, schemes, what):
    """A URL as Go's parser takes it: what it refuses keeps Alloy from starting."""
    if re.search(r"[\x00-\x20\x7f]", text) or re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise Fault("%s: invalid character or escape in URL" % what)
    try:
        place = urlsplit(text)
        place.port  # noqa: B018 it is checked when it is asked for
    except ValueError:
        raise Fault("%s: invalid URL" % what)
    if place.scheme not in schemes:
        raise Fault("%s: the scheme is none of %s" % (what, ", ".join(schemes)))
    user = place.netloc.rpartition("@")[0]
    if re.search(r"[^A-Za-z0-9._~!$&'()*+,;=:%-]", user):
        raise Fault("%s: invalid userinfo" % what)
    return place


class Mysql(Exporter):
    SOURCE = re.compile(r"^(?:.*@)?(?:(?P<net>[a-z]+)(?:\((?P<address>[^()]*)\))?)?/(?P<base>[^/?]*)(?:\?.*)?$", re.DOTALL)

    def __init__(self, arguments):
        super().__init__(arguments)
        match = self.SOURCE.match(arguments["data_source_name"])
        if not match or "://" in arguments["data_source_name"]:
            raise Fault("data_source_name: invalid DSN")
        self.unix = match.group("net") == "unix"
        self.address = match.group("address") or "127.0.0.1:3306"
        self.place = None if self.unix else split_address(self.address, 3306)

    def metrics(self, query):
        return gauge("mysql_up", int(self.place is not None and answers(*self.place)))


class Mongodb(Exporter):
    def __init__(self, arguments):
        super().__init__(arguments)
        place = parsed_url(arguments["mongodb_uri"], ("mongodb", "mongodb+srv"), "mongodb_uri")
        self.place = (place.hostname or "localhost", place.port or 27017)

    def metrics(self, query):
        return gauge("mongodb_up", int(answers(*self.place)))


class Apache(Exporter):
    def __init__(self, arguments):
        super().__init__(arguments)
        self.url = arguments.get("scrape_uri", "http://localhost/server-status?auto")
        parsed_url(self.url, ("http", "https"), "scrape_uri")

    def metrics(self, query):
        host = self.arguments.get("host_override")
        try:
            up = http_status(self.url, "X-Override: %s\r\n" % host if host else "")[0] == 200
        except (OSError, IndexError, ValueError):
            up = False
        return gauge("apache_up", int(up))


class Elasticsearch(Exporter):
    def __init__(self, arguments):
        super().__init__(arguments)
        self.url = arguments.get("address", "http://localhost:9200")
        parsed_url(self.url, ("http", "https"), "address")

    def metrics(self, query):
        try:
            up = http_status(self.url.rstrip("/") + "/_cluster/health")[0] == 200
        except (OSError, IndexError, ValueError):
            up = False
        return gauge("elasticsearch_cluster_health_up", int(up))


class Redis(Exporter):
    def metrics(self, query):
        address = re.sub("^rediss?://", "", self.arguments["redis_addr"])
        return gauge("redis_up", int(answers(*split_address(address, 6379), says=b"PING\r\n", greeting=b"+PONG")))


class Memcached(Exporter):
    def metrics(self, query):
        place = split_address(self.arguments.get("address", "localhost:11211"), 11211)
        return gauge("memcached_up", int(answers(*place, says=b"version\r\n", greeting=b"VERSION")))


class Mssql(Exporter):
    def __init__(self, arguments):
        super().__init__(arguments)
        place = parsed_url(arguments["connection_string"], ("sqlserver",), "connection_string")
        self.place = (place.hostname or "localhost", place.port or 1433)

    def metrics(self, query):
        name = self.arguments.get("connection_name")
        return gauge("up", int(answers(*self.place)), '{target="%s"}' % name) if name else ""


class Kafka(Exporter):
    """Connects while it is built: without a broker, Alloy does not start."""

    def __init__(self, arguments):
        super().__init__(arguments)
        places = [split_address(uri, 9092) for uri in arguments["kafka_uris"]]
        if len(places) > 1 and "instance" not in arguments:
            raise Fault("an automatic value for `instance` cannot be determined from more than one kafka_uris")
        if not any(answers(*place) for place in places):
            raise Fault("kafka: client has run out of available brokers to talk to")

    def metrics(self, query):
        return gauge("kafka_brokers", 1)


class Process(Exporter):
    def metrics(self, query):
        names = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/comm" % pid) as comm:
                    name = comm.read().strip()
            except OSError:
                continue
            if any(name in matcher.get("comm", [name]) for matcher in self.arguments.get("/matcher", [])):
                names[name] = names.get(name, 0) + 1
        head = "# HELP namedprocess_namegroup_num_procs Processes.\n# TYPE namedprocess_namegroup_num_procs gauge\n"
        return head + "".join('namedprocess_namegroup_num_procs{groupname="%s"} %d\n' % item for item in sorted(names.items()))


class Cadvisor(Exporter):
    def metrics(self, query):
        return gauge("container_last_seen", int(time.time()), '{id="/"}', "When the container was last seen.")


class Blackbox(Exporter):
    def __init__(self, arguments):
        super().__init__(arguments)
        if ("config" in arguments) == ("config_file" in arguments):
            raise Fault("exactly one of config and config_file is needed")
        if ("targets" in arguments) == ("/target" in arguments):
            raise Fault("either target blocks or targets are needed, not both")

    def metrics(self, query):
        """Probes any target that it is asked for: who can reach this can look around with it."""
        target = query.get("target")
        if not target:
            raise Fault("Target parameter is missing")
        try:
            if target.startswith("http://"):
                up = 200 <= http_status(target)[0] < 300
            else:
                up = answers(*split_address(target, 80))
        except (OSError, IndexError, ValueError):
            up = False
        return gauge("probe_success", int(up))


class Snmp(Exporter):
    def metrics(self, query):
        if not query.get("target"):
            raise Fault("'target' parameter must be specified")
        return gauge("snmp_scrape_duration_seconds", 0)


class Static(Exporter):
    def metrics(self, query):
        return self.arguments["text"]


class LocalFile(Exporter):
    def __init__(self, arguments):
        super().__init__(arguments)
        try:
            with open(arguments["filename"], encoding="utf-8") as file:
                self.content = file.read()
        except OSError as error:
            raise Fault("failed to read file: open %s: %s" % (arguments["filename"], (error.strerror or "").lower()))


KINDS = {"unix": Unix, "postgres": Postgres, "mysql": Mysql, "mongodb": Mongodb, "apache": Apache, "redis": Redis,
         "memcached": Memcached, "elasticsearch": Elasticsearch, "mssql": Mssql, "kafka": Kafka, "process": Process,
         "cadvisor": Cadvisor, "blackbox": Blackbox, "snmp": Snmp, "static": Static}


def build(name, arguments):
    if name == "local.file":
        return LocalFile(arguments)
    return KINDS.get(name[len("prometheus.exporter."):], Exporter)(arguments)
