"""Alloy's grammar: statements and expressions from tokens."""
from lexer import Fault, Lexer, is_name

PRECEDENCE = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "+": 4, "-": 4,
              "*": 5, "/": 5, "%": 5, "^": 6}


class Node:
    """Something in a file: what it is, from which token, until which line, and its parts."""

    def __init__(self, kind, token, **parts):
        self.kind, self.line, self.column, self.end = kind, token.line, token.column, token.end
        self.__dict__.update(parts)

    def fault(self, message):
        return Fault(message, self.line, self.column)


def parse(text):
    """The statements of a file, and its comments."""
    tokens, comments = Lexer(text).run()
    return Parser(tokens).file(), comments


class Parser:
    def __init__(self, tokens):
        self.tokens, self.at = tokens, 0

    @property
    def token(self):
        return self.tokens[self.at]

    def take(self, kind=None):
        token = self.token
        if kind and token.kind != kind:
            raise self.expected(kind)
        if token.kind != "EOF":
            self.at += 1
        return token

    def expected(self, what):
        token = self.token
        return Fault("expected %s, got %s" % (what, token.kind if token.kind in ("EOF", "TERMINATOR") else token.text),
                     token.line, token.column)

    def file(self):
        return self.statements("EOF")

    def statements(self, until):
        found = []
        while True:
            while self.token.kind == "TERMINATOR":
                self.take()
            if self.token.kind == until:
                return found
            found.append(self.statement())
            if self.token.kind == until:
                return found
            self.take("TERMINATOR")

    def statement(self):
        first = self.take("IDENT")
        names = [first.text]
        while self.token.kind == ".":
            self.take()
            names.append(self.take("IDENT").text)
        if self.token.kind == "=":
            if len(names) > 1:
                raise Fault("attribute names may not have dots", first.line, first.column)
            self.take()
            value = self.expression()
            node = Node("attribute", first, name=names[0], value=value)
            node.end = value.end
            return node
        return self.block(first, ".".join(names))

    def block(self, first, name):
        label = ""
        if self.token.kind == "STRING":
            token = self.take()
            label = token.value
            if not token.text.startswith('"') or not is_name(label):
                raise Fault("expected block label to be a valid identifier, got %s" % token.text, token.line, token.column)
        elif self.token.kind == "IDENT":
            raise Fault("expected block label to be a double quoted string, got %s" % self.token.text,
                        self.token.line, self.token.column)
        if self.token.kind != "{":
            raise self.expected("attribute assignment or block body")
        self.take()
        body = self.statements("}")
        node = Node("block", first, name=name, label=label, body=body)
        node.end = self.take("}").end
        return node

    def expression(self, above=0):
        left = self.unary()
        while PRECEDENCE.get(self.token.kind, 0) > above:
            operator = self.take()
            level = PRECEDENCE[operator.kind]
            # only ^ groups to the right
            right = self.expression(level - 1 if operator.kind == "^" else level)
            node = Node("binary", operator, operator=operator.kind, left=left, right=right)
            node.line, node.column, node.end = left.line, left.column, right.end
            left = node
        return left

    def unary(self):
        if self.token.kind in ("!", "-"):
            operator = self.take()
            value = self.unary()
            node = Node("unary", operator, operator=operator.kind, value=value)
            node.end = value.end
            return node
        return self.postfix()

    def postfix(self):
        value = self.primary()
        while True:
            if self.token.kind == ".":
                self.take()
                node = Node("access", self.token, of=value, name=self.take("IDENT").text)
            elif self.token.kind == "[":
                self.take()
                node = Node("index", self.token, of=value, by=self.expression())
                node.end = self.take("]").end
            elif self.token.kind == "(":
                opening = self.take()
                node = Node("call", opening, of=value, arguments=self.items(")", self.expression))
                node.end = self.tokens[self.at - 1].end
            else:
                return value
            node.line, node.column = value.line, value.column
            value = node

    def primary(self):
        token = self.token
        if token.kind in ("NUMBER", "FLOAT", "STRING", "BOOL", "NULL"):
            self.take()
            return Node("literal", token, text=token.text, value=token.value)
        if token.kind == "IDENT":
            self.take()
            return Node("name", token, name=token.text)
        if token.kind == "(":
            self.take()
            node = Node("group", token, value=self.expression())
            node.end = self.take(")").end
            return node
        if token.kind == "[":
            self.take()
            node = Node("array", token, items=self.items("]", self.expression))
        elif token.kind == "{":
            self.take()
            node = Node("object", token, items=self.items("}", self.field))
        else:
            raise self.expected("expression")
        node.end = self.tokens[self.at - 1].end
        return node

    def items(self, closing, item):
        """A list with commas; one is needed after the last item too if the bracket is on a line of its own."""
        found = []
        while self.token.kind != closing:
            found.append(item())
            if self.token.kind == closing:
                break
            if self.token.kind == "TERMINATOR":
                raise Fault("missing ',' in list of expressions", self.token.line, self.token.column)
            self.take(",")
        self.take(closing)
        return found

    def field(self):
        token = self.token
        if token.kind not in ("IDENT", "STRING"):
            raise self.expected("field name")
        if token.kind == "STRING" and not token.text.startswith('"'):
            raise Fault("a field's name is an identifier or a double quoted string", token.line, token.column)
        self.take()
        self.take("=")
        value = self.expression()
        node = Node("field", token, name=token.value if token.kind == "STRING" else token.text, text=token.text, value=value)
        node.end = value.end
        return node
