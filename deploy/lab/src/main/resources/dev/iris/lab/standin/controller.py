"""The configuration that runs. A new one whose components do not all build is nevertheless the one that runs from then on."""
import os
import threading

from components import COMPONENTS, CONFIG_BLOCKS
from exporters import build
from graph import Evaluation, Graph, Reference
from lexer import Fault, decode
from syntax import parse


class Refused(Exception):
    """A configuration that does not load; the lines say why."""

    def __init__(self, lines):
        super().__init__("\n".join(lines))


class Controller:
    def __init__(self, path, stability):
        self.path, self.stability = path, stability
        self.components, self.shapes, self.http, self.failed = {}, {}, {}, []
        self.loaded, self.lock = False, threading.Lock()

    def graph(self):
        graph = Graph([read(path) for path in files(self.path)], self.stability)
        if graph.diagnostics:
            raise Refused([d.text for d in graph.diagnostics])
        return graph

    def load(self):
        """Raises Refused for whatever is wrong; after a failed build the rest runs all the same."""
        with self.lock:
            self.loaded = False
            graph = self.graph()
            problems = self.apply(graph)
            if problems:
                raise Refused(problems)
            self.loaded = True

    def apply(self, graph):
        before, exports, problems = self.components, {}, []
        self.components, self.shapes, self.failed = {}, {}, []
        evaluation = Evaluation(graph, exports)
        for name in graph.order() or []:
            file, block = graph.nodes[name]
            shape = COMPONENTS[block.name]
            self.shapes[name] = shape
            try:
                arguments = evaluation.block(block, shape)
                old = before.get(name)
                # untouched components go on as they are
                component = before.pop(name) if old and old.arguments == arguments else build(block.name, arguments)
                self.components[name] = component
                exports[name] = exported(name, shape, component)
            except Fault as fault:
                self.failed.append(name)
                problems.append("Error: %s:%d:%d: Failed to build component: %s" % (file, block.line, block.column, fault.message))
        for component in before.values():
            component.close()
        problems += self.set_up_http(graph, evaluation)
        return problems

    def set_up_http(self, graph, evaluation):
        if "http" not in graph.settings:
            self.http = {}
            return []
        file, block = graph.settings["http"]
        try:
            self.http = evaluation.block(block, CONFIG_BLOCKS["http"])
            return []
        except Fault as fault:
            return ["Error: %s:%d:%d: %s" % (file, fault.line, fault.column, fault.message)]

    def close(self):
        with self.lock:
            for component in self.components.values():
                component.close()


def exported(name, shape, component):
    found = {export: Reference(name + "." + export) for export in shape.exports}
    if "targets" in found:
        found["targets"] = [{"job": "integrations/" + name.split(".")[2] if name.count(".") > 2 else name}]
    if "output" in found:
        found["output"] = component.arguments.get("targets", [])
    if "content" in found:
        found["content"] = component.content
    return found


def files(path):
    """A configuration is a file, or all *.alloy files of a folder together."""
    if os.path.isdir(path):
        return sorted(os.path.join(path, name) for name in os.listdir(path) if name.endswith(".alloy"))
    return [path]


def read(path):
    try:
        with open(path, "rb") as file:
            return path, parse(decode(file.read()))[0]
    except OSError as error:
        raise Refused(["Error: open %s: %s" % (path, (error.strerror or "").lower())])
    except Fault as fault:
        raise Refused(["Error: %s:%d:%d: %s" % (path, fault.line, fault.column, fault.message)])
