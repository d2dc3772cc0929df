"""Alloy's lexical rules: as strict as the real scanner, because configurations are checked with it."""


class Fault(Exception):
    """What is wrong with a configuration, and where."""

    def __init__(self, message, line=1, column=1):
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class Token:
    __slots__ = ("kind", "text", "value", "line", "column", "end")

    def __init__(self, kind, text, line, column, value=None, end=None):
        self.kind, self.text, self.line, self.column = kind, text, line, column
        self.value, self.end = value, end or line


class Comment:
    __slots__ = ("text", "line", "alone", "end")

    def __init__(self, text, line, alone):
        self.text, self.line, self.alone = text, line, alone
        self.end = line + text.count("\n")


OPERATORS = ("||", "&&", "==", "!=", "<=", ">=", "!", "<", ">", "+", "-", "*", "/", "%", "^",
             "=", "{", "}", "[", "]", "(", ")", ",", ".")
ENDS_STATEMENT = {"IDENT", "NUMBER", "FLOAT", "STRING", "BOOL", "NULL", ")", "]", "}"}
SIMPLE_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", '"': '"'}
COUNTED_ESCAPES = {"x": 2, "u": 4, "U": 8}


def decode(data):
    """The text of a file; its encoding is part of the syntax."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Fault("illegal UTF-8 encoding", data[:error.start].count(b"\n") + 1, 1)
    if "\0" in text:
        raise Fault("illegal character NUL", text[:text.index("\0")].count("\n") + 1, 1)
    if text.startswith("\ufeff"):
        text = text[1:]
    if "\ufeff" in text:
        raise Fault("illegal byte order mark", text[:text.index("\ufeff")].count("\n") + 1, 1)
    return text


def starts_name(char):
    return char == "_" or char.isalpha()


def goes_on_name(char):
    return char == "_" or char.isalpha() or char.isdigit()


def is_name(text):
    return bool(text) and starts_name(text[0]) and all(map(goes_on_name, text)) and text not in ("true", "false", "null")


class Lexer:
    def __init__(self, text):
        self.text, self.at, self.line, self.line_start = text, 0, 1, 0
        self.tokens, self.comments = [], []

    def run(self):
        while self.at < len(self.text):
            self.step()
        self.terminate()
        self.add("EOF", "")
        return self.tokens, self.comments

    def step(self):
        char = self.text[self.at]
        if char == "\n":
            self.terminate()
            self.at += 1
            self.line, self.line_start = self.line + 1, self.at
        elif char in " \t\r":
            self.at += 1
        elif self.text.startswith(("//", "/*"), self.at):
            self.comment()
        elif starts_name(char):
            self.name()
        elif char.isdigit() or (char == "." and self.peek(1).isdigit()):
            self.number()
        elif char == '"':
            self.string()
        elif char == "`":
            self.raw_string()
        else:
            self.operator()

    def peek(self, offset):
        return self.text[self.at + offset:self.at + offset + 1]

    def fault(self, message, at=None):
        where = self.at if at is None else at
        return Fault(message, self.line, where - self.line_start + 1)

    def add(self, kind, text, value=None):
        self.tokens.append(Token(kind, text, self.line, self.at - self.line_start + 1, value))

    def terminate(self):
        if self.tokens and self.tokens[-1].kind in ENDS_STATEMENT:
            self.add("TERMINATOR", "\n")

    def comment(self):
        alone = not self.text[self.line_start:self.at].strip()
        if self.text.startswith("//", self.at):
            end = self.text.find("\n", self.at)
            end = len(self.text) if end < 0 else end
        else:
            end = self.text.find("*/", self.at + 2) + 2
            if end < 2:
                raise self.fault("block comment not terminated")
        text = self.text[self.at:end]
        self.comments.append(Comment(text.rstrip("\r"), self.line, alone))
        if "\n" in text:
            self.terminate()
            self.line += text.count("\n")
            self.line_start = self.at + text.rindex("\n") + 1
        self.at = end

    def name(self):
        end = self.at
        while end < len(self.text) and goes_on_name(self.text[end]):
            end += 1
        text = self.text[self.at:end]
        kind = {"true": "BOOL", "false": "BOOL", "null": "NULL"}.get(text, "IDENT")
        self.add(kind, text, {"true": True, "false": False}.get(text))
        self.at = end

    def number(self):
        end, text = self.at, self.text
        if text[end:end + 2].lower() == "0x":
            end += 2
            while end < len(text) and text[end] in "0123456789abcdefABCDEF":
                end += 1
        else:
            while end < len(text) and (text[end].isdigit() or text[end] == "."
                                       or text[end] in "eE" or (text[end] in "+-" and text[end - 1] in "eE")):
                end += 1
        written = text[self.at:end]
        if end < len(text) and starts_name(text[end]):
            raise self.fault("a number is not followed by a letter", end)
        try:
            whole = written.isdigit() or written[:2].lower() == "0x"
            value = int(written, 16 if written[:2].lower() == "0x" else 10) if whole else float(written)
        except ValueError:
            raise self.fault("%s is no number" % written)
        self.add("NUMBER" if whole else "FLOAT", written, value)
        self.at = end

    def string(self):
        start, parts = self.at, []
        at = start + 1
        while True:
            char = self.text[at:at + 1]
            if char in ("", "\n"):
                raise self.fault("string literal not terminated", start)
            if char == '"':
                break
            if char == "\\":
                part, at = self.escape(at)
                parts.append(part)
            else:
                parts.append(char)
                at += 1
        self.add("STRING", self.text[start:at + 1], "".join(parts))
        self.at = at + 1

    def escape(self, at):
        """The character that an escape stands for, and where the text goes on."""
        kind = self.text[at + 1:at + 2]
        if kind in SIMPLE_ESCAPES and kind:
            return SIMPLE_ESCAPES[kind], at + 2
        if kind in COUNTED_ESCAPES and kind:
            base, start, length = 16, at + 2, COUNTED_ESCAPES[kind]
        elif kind and kind in "01234567":
            base, start, length = 8, at + 1, 3
        else:
            raise self.fault("unknown escape sequence", at)
        digits = self.text[start:start + length]
        if len(digits) < length or any(d not in "0123456789abcdefABCDEF"[:base if base == 8 else 22] for d in digits):
            raise self.fault("illegal character in escape sequence", at)
        code = int(digits, base)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or (base == 8 and code > 255):
            raise self.fault("escape sequence is no valid character", at)
        return chr(code), start + length

    def raw_string(self):
        end = self.text.find("`", self.at + 1)
        if end < 0:
            raise self.fault("raw string literal not terminated")
        written = self.text[self.at:end + 1]
        self.add("STRING", written, written[1:-1].replace("\r", ""))
        lines = written.count("\n")
        if lines:
            self.line += lines
            self.line_start = self.at + written.rindex("\n") + 1
            self.tokens[-1].end = self.line
        self.at = end + 1

    def operator(self):
        for operator in OPERATORS:
            if self.text.startswith(operator, self.at):
                self.add(operator, operator)
                self.at += len(operator)
                return
        raise self.fault("illegal character %r" % self.text[self.at])
