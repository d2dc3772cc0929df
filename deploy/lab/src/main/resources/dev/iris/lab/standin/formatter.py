"""alloy fmt: one way to write a configuration. Comments stay where they are."""
from syntax import parse


def formatted(text):
    statements, comments = parse(text)
    writer = Writer(comments)
    writer.body(statements, 0, None)
    return "\n".join(line.rstrip() for line in writer.lines) + "\n" if writer.lines else ""


class Writer:
    def __init__(self, comments):
        self.comments, self.lines, self.last = list(comments), [], 0

    def body(self, statements, depth, end):
        self.last, index = 0, 0
        while index < len(statements):
            run = self.run_of(statements, index)
            width = max((len(s.name) for s in run if s.kind == "attribute"), default=0)
            for statement in run:
                self.before(statement.line, depth)
                self.gap(statement.line)
                self.statement(statement, depth, width)
                self.last = statement.end
                self.trailing(statement.end)
            index += len(run)
        self.before(end, depth)

    @staticmethod
    def run_of(statements, start):
        """Attributes on lines that follow each other have their = below each other, up to the first that takes several."""
        run = [statements[start]]
        while (run[-1].kind == "attribute" and run[-1].end == run[-1].line and start + len(run) < len(statements)):
            following = statements[start + len(run)]
            if following.kind != "attribute" or following.line != run[-1].line + 1:
                break
            run.append(following)
        return run

    def before(self, line, depth):
        while self.comments and (line is None or self.comments[0].line < line):
            comment = self.comments.pop(0)
            self.gap(comment.line)
            self.lines.append("\t" * depth + comment.text)
            self.last = comment.end

    def trailing(self, line):
        while self.comments and self.comments[0].line <= line:
            self.lines[-1] += " " + self.comments.pop(0).text

    def gap(self, line):
        if self.last and line > self.last + 1:
            self.lines.append("")

    def statement(self, statement, depth, width):
        tabs = "\t" * depth
        if statement.kind == "attribute":
            value = self.expression(statement.value, depth)
            self.lines.extend((tabs + statement.name.ljust(width) + " = " + value).split("\n"))
            return
        head = tabs + statement.name + (' "%s"' % statement.label if statement.label else "") + " {"
        inside = any(c.line <= statement.end for c in self.comments)
        if not statement.body and not inside:
            self.lines.append(head + " }")
            return
        self.lines.append(head)
        self.trailing(statement.line)
        self.body(statement.body, depth + 1, statement.end)
        self.lines.append(tabs + "}")

    def expression(self, node, depth):
        kind = node.kind
        if kind == "literal":
            return node.text
        if kind == "name":
            return node.name
        if kind == "group":
            return "(" + self.expression(node.value, depth) + ")"
        if kind == "unary":
            return node.operator + self.expression(node.value, depth)
        if kind == "binary":
            return "%s %s %s" % (self.expression(node.left, depth), node.operator, self.expression(node.right, depth))
        if kind == "access":
            return self.expression(node.of, depth) + "." + node.name
        if kind == "index":
            return "%s[%s]" % (self.expression(node.of, depth), self.expression(node.by, depth))
        if kind == "call":
            return "%s(%s)" % (self.expression(node.of, depth), ", ".join(self.expression(a, depth) for a in node.arguments))
        if kind == "array":
            return self.listed("[", "]", node, depth, self.expression)
        return self.listed("{", "}", node, depth, self.field)

    def field(self, node, depth, width=0):
        return node.text.ljust(width) + " = " + self.expression(node.value, depth)

    def listed(self, opening, closing, node, depth, item):
        if not node.items:
            return opening + closing
        if node.line == node.end:
            return opening + ", ".join(item(i, depth) for i in node.items) + closing
        width = max(len(i.text) for i in node.items) if opening == "{" else 0
        lines, tabs = [opening], "\t" * (depth + 1)
        for one in node.items:
            self.inner_comments(one.line, lines, tabs)
            written = self.field(one, depth + 1, width) if width else item(one, depth + 1)
            lines.append(tabs + written + ",")
            while self.comments and self.comments[0].line <= one.end:
                lines[-1] += " " + self.comments.pop(0).text
        self.inner_comments(node.end, lines, tabs)
        return "\n".join(lines + ["\t" * depth + closing])

    def inner_comments(self, line, lines, tabs):
        while self.comments and self.comments[0].line < line:
            lines.append(tabs + self.comments.pop(0).text)
