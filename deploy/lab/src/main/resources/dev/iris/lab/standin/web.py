"""What Alloy answers over HTTP. The hosts' small Python has no HTTP server, so here is one."""
import base64
import ssl
import sys
import threading
import time
from urllib.parse import parse_qsl, unquote, urlsplit

from controller import Refused
from exporters import Gone
from lexer import Fault

TEXT, METRICS, JSON = "text/plain; charset=utf-8", "text/plain; version=0.0.4; charset=utf-8", "application/json"
REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 405: "Method Not Allowed",
           500: "Internal Server Error", 503: "Service Unavailable"}
LONGEST_HEAD = 65536


class Web:
    def __init__(self, controller, version):
        self.controller, self.version, self.began = controller, version, time.time()

    def serve(self, listener):
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.converse, args=(peer,), daemon=True).start()

    def converse(self, peer):
        try:
            peer.settimeout(30)
            tls = self.controller.http.get("/tls")
            if tls:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(tls[0]["cert_file"], tls[0]["key_file"])
                peer = context.wrap_socket(peer, server_side=True)
            self.answer(peer)
        except (OSError, ValueError, KeyError) as error:
            print("connection: %s" % error, file=sys.stderr)
        finally:
            peer.close()

    def answer(self, peer):
        data = b""
        while b"\r\n\r\n" not in data:
            part = peer.recv(4096)
            data += part
            if not part or len(data) > LONGEST_HEAD:
                return
        lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ", 2)
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        place = urlsplit(target)
        path, extra = unquote(place.path), ""
        if self.needs_login(path) and not self.logged_in(headers.get("authorization", "")):
            status, kind, body, extra = 401, TEXT, "Unauthorized\n", 'WWW-Authenticate: Basic realm="Restricted"\r\n'
        else:
            status, kind, body = self.respond(method, path, dict(parse_qsl(place.query)))
        content = body.encode("utf-8")
        head = "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n" % (
            status, REASONS[status], kind, len(content), extra)
        peer.sendall(head.encode() + (b"" if method == "HEAD" else content))

    def needs_login(self, path):
        for auth in self.controller.http.get("/auth", []):
            if "/basic" not in auth:
                continue
            rule = (auth.get("/filter") or [{}])[0]
            # by default it is what matches that needs a login, so that without paths nothing does
            matches = any(path.startswith(prefix) for prefix in rule.get("paths", []))
            return matches == rule.get("authenticate_matching_paths", True)
        return False

    def logged_in(self, header):
        wanted = self.controller.http["/auth"][0]["/basic"][0]
        expected = "Basic " + base64.b64encode((wanted["username"] + ":" + wanted["password"]).encode()).decode()
        return header == expected

    def respond(self, method, path, query):
        if path == "/-/ready":
            ready = self.controller.components is not None
            return (200, TEXT, "Alloy is ready.\n") if ready else (503, TEXT, "Alloy is not ready.\n")
        if path == "/-/healthy":
            failed = self.controller.failed
            return (500, TEXT, "unhealthy components: %s\n" % ", ".join(failed)) if failed else (200, TEXT, "All Alloy components are healthy.\n")
        if path == "/-/reload":
            return self.reload(method)
        if path == "/metrics":
            return 200, METRICS, self.metrics()
        if path == "/api/v0/web/components":
            ids = ", ".join('{"localID": "%s", "name": "%s"}' % (name, name.rpartition(".")[0]) for name in self.controller.shapes)
            return 200, JSON, "[%s]\n" % ids
        if path.startswith("/api/v0/component/"):
            name, _, rest = path[len("/api/v0/component/"):].partition("/")
            return self.component(name, query)
        if path == "/":
            return 200, TEXT, "A stand-in for Grafana Alloy, made by the Iris lab.\n"
        return 404, TEXT, "404 page not found\n"

    def reload(self, method):
        if method not in ("GET", "POST"):
            return 405, TEXT, ""
        try:
            self.controller.load()
            return 200, TEXT, "config reloaded\n"
        except Refused as refused:
            print("failed to reload config: %s" % refused, file=sys.stderr, flush=True)
            return 400, TEXT, "%s\n" % refused

    def component(self, name, query):
        shape = self.controller.shapes.get(name)
        if shape is None:
            return 400, TEXT, "failed to find component: component \"%s\" does not exist\n" % name
        component = self.controller.components.get(name)
        if component is None or not shape.handler:
            return 404, TEXT, "component \"%s\" has no HTTP handler\n" % name
        try:
            own = name.startswith("prometheus.exporter.self.")
            return 200, METRICS, self.metrics() if own else component.metrics(query)
        except Fault as fault:
            return 400, TEXT, fault.message + "\n"
        except Gone as gone:
            return 500, TEXT, "%s\n" % gone

    def metrics(self):
        controller = self.controller
        healthy = len(controller.shapes) - len(controller.failed)
        return (
            "# HELP alloy_build_info Which Alloy this is.\n# TYPE alloy_build_info gauge\n"
            'alloy_build_info{version="v%s",stand_in="iris-lab"} 1\n' % self.version
            + "# HELP alloy_config_last_load_successful Whether the configuration loaded.\n"
            "# TYPE alloy_config_last_load_successful gauge\n"
            'alloy_config_last_load_successful{config_path="%s"} %d\n' % (controller.path, controller.loaded)
            + "# HELP alloy_component_controller_running_components Components by health.\n"
            "# TYPE alloy_component_controller_running_components gauge\n"
            'alloy_component_controller_running_components{health_type="healthy"} %d\n'
            'alloy_component_controller_running_components{health_type="unhealthy"} %d\n' % (healthy, len(controller.failed))
            + "# HELP process_start_time_seconds When it began.\n# TYPE process_start_time_seconds gauge\n"
            "process_start_time_seconds %.2f\n" % self.began)
