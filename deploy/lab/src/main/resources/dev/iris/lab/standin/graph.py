"""What a configuration means: which components there are, whether they fit together, and what they are built with."""
from components import COMPONENTS, CONFIG_BLOCKS, ROOTS
from functions import DEPRECATED, LIBRARY
from lexer import Fault

STABILITY = ["generally-available", "public-preview", "experimental"]
# What a literal is called, and which types of attribute take it.
LITERALS = {str: "sSda", bool: "ba", int: "nda", float: "nda"}
OPERATIONS = {
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b, "+": lambda a, b: a + b, "-": lambda a, b: a - b,
    "*": lambda a, b: a * b, "/": lambda a, b: a / b, "%": lambda a, b: a % b, "^": lambda a, b: a ** b,
}


class Reference(str):
    """Stands for what only another component can give, such as its receiver."""


class Diagnostic:
    def __init__(self, file, fault, warning=False):
        self.text = "%s: %s:%d:%d: %s" % ("Warning" if warning else "Error", file, fault.line, fault.column, fault.message)


class Graph:
    """The statements of all files, checked as a whole."""

    def __init__(self, files, stability="generally-available"):
        self.stability, self.diagnostics, self.warnings = stability, [], []
        self.nodes, self.settings = {}, {}
        for name, statements in files:
            for statement in statements:
                self.declare(name, statement)
        for file, block in list(self.nodes.values()) + list(self.settings.values()):
            shape = COMPONENTS.get(block.name) or CONFIG_BLOCKS[block.name]
            self.check(file, block, shape)
        self.refuse_cycles()

    def wrong(self, file, node, message):
        self.diagnostics.append(Diagnostic(file, node.fault(message)))

    def declare(self, file, node):
        if node.kind == "attribute":
            return self.wrong(file, node, "unrecognized attribute name %r" % node.name)
        if node.name in CONFIG_BLOCKS:
            if node.label:
                return self.wrong(file, node, "block %s does not support labels" % node.name)
            return self.put(self.settings, node.name, file, node)
        shape = COMPONENTS.get(node.name)
        if shape is None:
            return self.wrong(file, node, "cannot find the definition of component name \"%s\"" % node.name)
        if not node.label:
            return self.wrong(file, node, "component \"%s\" must have a label" % node.name)
        if STABILITY.index(shape.stability) > STABILITY.index(self.stability):
            return self.wrong(file, node, "component \"%s\" is at stability level \"%s\", which is below the minimum allowed "
                              "stability level \"%s\"" % (node.name, shape.stability, self.stability))
        return self.put(self.nodes, node.name + "." + node.label, file, node)

    def put(self, where, name, file, node):
        if name in where:
            other_file, other = where[name]
            self.wrong(file, node, "block %s already declared at %s:%d:%d" % (name, other_file, other.line, other.column))
        else:
            where[name] = (file, node)

    def check(self, file, block, shape):
        seen = set()
        for part in block.body:
            if part.kind == "block":
                inner = shape.blocks.get(part.name)
                if inner is None:
                    self.wrong(file, part, "unrecognized block name \"%s\"" % part.name)
                else:
                    self.check(file, part, inner)
                continue
            if part.name in seen:
                self.wrong(file, part, "attribute \"%s\" may only be provided once" % part.name)
            seen.add(part.name)
            if part.name not in shape.attributes:
                self.wrong(file, part, "unrecognized attribute name \"%s\"" % part.name)
                continue
            self.check_literal(file, part, shape.attributes[part.name])
            self.check_names(file, part.value)
        for name in sorted(shape.required - seen):
            self.wrong(file, block, "missing required attribute \"%s\"" % name)

    def check_literal(self, file, part, wanted):
        node = part.value
        if node.kind == "array" and not wanted.startswith("[") and wanted != "a":
            self.wrong(file, node, "%s should be %s, got array" % (part.name, wanted))
        elif node.kind == "object" and wanted not in ("m", "a"):
            self.wrong(file, node, "%s should not be an object" % part.name)
        elif node.kind == "literal" and node.value is not None and (
                wanted.startswith("[") or wanted not in LITERALS[type(node.value)]):
            self.wrong(file, node, "%s has a value of the wrong type" % part.name)
        elif node.kind == "array" and wanted in ("[s]", "[S]"):
            for item in node.items:
                if item.kind == "literal" and not isinstance(item.value, str):
                    self.wrong(file, item, "%s holds a value that is no string" % part.name)

    def check_names(self, file, node):
        for path, where in references(node):
            problem = self.unknown(path)
            if problem:
                self.wrong(file, where, problem)
            elif path[0] in DEPRECATED:
                self.warnings.append(Diagnostic(file, where.fault(
                    "\"%s\" is deprecated, use \"%s\" instead" % (path[0], DEPRECATED[path[0]])), warning=True))

    def unknown(self, path):
        if path[0] in LIBRARY:
            found = LIBRARY[path[0]]
            if isinstance(found, dict) and (len(path) < 2 or path[1] not in found):
                return "identifier \"%s\" does not exist" % ".".join(path)
            return None
        target = self.target(path)
        if target is None:
            return "component \"%s\" does not exist or is out of scope" % ".".join(path)
        rest = path[len(target.split(".")):]
        exports = COMPONENTS[self.nodes[target][1].name].exports
        if rest and rest[0] not in exports:
            return "component \"%s\" has no export \"%s\"" % (target, rest[0])
        return None

    def target(self, path):
        for length in range(len(path), 1, -1):
            if ".".join(path[:length]) in self.nodes:
                return ".".join(path[:length])
        return None

    def needs(self, name):
        found = []
        for value in values(self.nodes[name][1].body):
            for path, _ in references(value):
                target = self.target(path) if path[0] in ROOTS else None
                if target:
                    found.append(target)
        return found

    def order(self):
        """Each component after those that it refers to; None if they go round in a circle."""
        done, under_way = [], set()

        def visit(name):
            if name in done:
                return True
            if name in under_way:
                return False
            under_way.add(name)
            if not all(visit(other) for other in self.needs(name)):
                return False
            done.append(name)
            return True

        return done if all([visit(name) for name in self.nodes]) else None

    def refuse_cycles(self):
        if not self.diagnostics and self.nodes and self.order() is None:
            file, node = next(iter(self.nodes.values()))
            self.wrong(file, node, "cycle: components refer to each other")


def values(body):
    for part in body:
        if part.kind == "attribute":
            yield part.value
        else:
            yield from values(part.body)


def references(node):
    """The dotted names in an expression, each with where it stands."""
    path = dotted(node)
    if path:
        yield path, node
        return
    for part in vars(node).values():
        for inner in part if isinstance(part, list) else [part]:
            if hasattr(inner, "kind"):
                yield from references(inner)


def dotted(node):
    if node.kind == "name":
        return [node.name]
    if node.kind == "access":
        before = dotted(node.of)
        return before + [node.name] if before else None
    return None


class Evaluation:
    """Values of expressions, once the components that they refer to are built."""

    def __init__(self, graph, exports):
        self.graph, self.exports = graph, exports

    def block(self, block, shape):
        found = {}
        for part in block.body:
            if part.kind == "attribute":
                found[part.name] = self.fitting(part, shape.attributes[part.name])
            else:
                found.setdefault("/" + part.name, []).append(self.block(part, shape.blocks[part.name]))
        return found

    def fitting(self, part, wanted):
        value = self.value(part.value)
        kinds = {"s": str, "S": str, "b": bool, "n": (int, float), "d": (str, int, float), "m": dict, "a": object}
        fits = isinstance(value, list) and all(isinstance(v, kinds[wanted[1]]) for v in value) if wanted[0] == "[" \
            else isinstance(value, kinds[wanted]) and not (wanted == "n" and isinstance(value, bool))
        if not fits:
            raise part.value.fault("%s has a value of the wrong type" % part.name)
        return value

    def value(self, node):
        path = dotted(node)
        if path:
            return self.named(path, node)
        return getattr(self, node.kind)(node)

    def named(self, path, node):
        if path[0] in LIBRARY:
            found = LIBRARY[path[0]]
            for name in path[1:]:
                found = found[name]
            return found
        target = self.graph.target(path)
        found = self.exports.get(target)
        if found is None:
            raise node.fault("component \"%s\" could not be evaluated" % target)
        for name in path[len(target.split(".")):]:
            found = found[name]
        return found

    def literal(self, node):
        return node.value

    def group(self, node):
        return self.value(node.value)

    def array(self, node):
        return [self.value(item) for item in node.items]

    def object(self, node):
        return {field.name: self.value(field.value) for field in node.items}

    def index(self, node):
        try:
            return self.value(node.of)[self.value(node.by)]
        except (LookupError, TypeError):
            raise node.fault("there is nothing at this index")

    def access(self, node):
        try:
            return self.value(node.of)[node.name]
        except (LookupError, TypeError):
            raise node.fault("there is no field \"%s\"" % node.name)

    def unary(self, node):
        value = self.value(node.value)
        return not value if node.operator == "!" else -value

    def binary(self, node):
        left = self.value(node.left)
        if node.operator in ("&&", "||"):
            return (left and self.value(node.right)) if node.operator == "&&" else (left or self.value(node.right))
        right = self.value(node.right)
        try:
            if node.operator == "+" and type(left) is not type(right):
                raise TypeError
            return OPERATIONS[node.operator](left, right)
        except (TypeError, ZeroDivisionError):
            raise node.fault("values do not fit the operator %s" % node.operator)

    def call(self, node):
        function = self.value(node.of)
        if not callable(function):
            raise node.fault("this is no function")
        try:
            return function(*[self.value(argument) for argument in node.arguments])
        except Fault as fault:
            raise node.fault(fault.message)
        except (TypeError, ValueError, AttributeError):
            raise node.fault("the function cannot take these values")
