"""The stand-in is as strict as Alloy where Iris relies on it."""
import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "main", "resources", "dev", "iris", "lab", "standin"))

from controller import Controller, Refused  # noqa: E402
from formatter import formatted  # noqa: E402
from graph import Evaluation, Graph  # noqa: E402
from lexer import Fault, decode  # noqa: E402
from syntax import parse  # noqa: E402


def problems(text, stability="generally-available"):
    graph = Graph([("config.alloy", parse(text)[0])], stability)
    return [d.text.split(": ", 2)[2] for d in graph.diagnostics + graph.warnings]


def value(expression):
    graph = Graph([("config.alloy", [])])
    return Evaluation(graph, {}).value(parse("a = " + expression)[0][0].value)


class Syntax(unittest.TestCase):
    def test_only_known_escapes_pass(self):
        self.assertEqual(value(r'"\a\b\f\n\r\t\v\\\"\101\x41\u00e9\U0001F600"'), "\a\b\f\n\r\t\v\\\"AA\u00e9\U0001F600")
        for bad in (r"\'", r"\q", r"\ud800", r"\x4", r"\400", r"\U00110000", r"\$"):
            with self.assertRaises(Fault, msg=bad):
                parse('a = "%s"' % bad)

    def test_nothing_is_interpolated(self):
        self.assertEqual(value('"$(id) ${x} {{ y }} \'"'), "$(id) ${x} {{ y }} '")

    def test_refuses_what_is_no_file(self):
        for bad in (b'a = "\xff"', b"a = \x00", "a = 1 \ufeff".encode()):
            with self.assertRaises(Fault):
                decode(bad)

    def test_refuses_what_is_no_statement(self):
        for bad in ('a = "x\ny"', "a = 1 b = 2", "a = [1,\n2\n]", "a = [1 2]", "a = {b 1}", 'x "a-b" { }', 'x "true" { }',
                    "x `a` { }", "x {", "a = ", "a.b = 1", "a = 'x'", "/* open", 'a = "open', "a = 1x", "x { } y { }", "a = {b = 1,,}"):
            with self.assertRaises(Fault, msg=bad):
                parse(bad)

    def test_takes_what_is_one(self):
        for good in ("", "a = [1,\n2,\n]", "a = 1 + 2 * 3 // why", "x { a = 1 }", 'x.y "l_1" {\n}\n', "a = {b = 1, \"c d\" = [null]}",
                     "a = `raw\n\\x`", "/* a\nb */ a = f(1, 2)[0].b", "a = (1 +\n2)"):
            parse(good)

    def test_operators_bind_as_they_should(self):
        self.assertEqual(value("2 + 3 * 2 ^ 3 ^ 1"), 26)
        self.assertEqual(value("!false && 1 < 2"), True)
        self.assertEqual(value('string.format("%s-%d", "a", 1) + encoding.url_encode("p@ss w/ö")'), "a-1p%40ss+w%2F%C3%B6")


class Formatting(unittest.TestCase):
    WELL = ('// first\nlogging {\n\tlevel  = "info" // why\n\tformat = "logfmt"\n}\n\nprometheus.exporter.unix "host" { }\n\n'
            'x "y" {\n\tlist = [\n\t\t"a", // one\n\t\t"b",\n\t]\n\n\tmap = {\n\t\ta   = 1,\n\t\tbcd = {},\n\t}\n\t// last\n}\n')

    def test_leaves_well_alone(self):
        self.assertEqual(formatted(self.WELL), self.WELL)

    def test_puts_right(self):
        untidy = '\n\nlogging   {\n level="info"\n\n\n  format  =  "logfmt"\n}'
        self.assertEqual(formatted(untidy), 'logging {\n\tlevel = "info"\n\n\tformat = "logfmt"\n}\n')


class Checks(unittest.TestCase):
    def test_finds_what_does_not_fit(self):
        for text, expected in (
                ('prometheus.exporter.nginx "a" { }', "cannot find the definition"),
                ("prometheus.exporter.unix { }", "must have a label"),
                ('prometheus.exporter.unix "a" {\n\tdisk = 1\n}', "unrecognized attribute"),
                ('prometheus.exporter.unix "a" {\n\tnone { }\n}', "unrecognized block"),
                ('prometheus.exporter.unix "a" {\n\tdisable_collectors = "mdadm"\n}', "wrong type"),
                ('prometheus.exporter.unix "a" {\n\tdisable_collectors = [1]\n}', "no string"),
                ('prometheus.exporter.postgres "a" { }', "missing required attribute"),
                ('prometheus.exporter.unix "a" { }\nprometheus.exporter.unix "a" { }', "already declared"),
                ('prometheus.exporter.redis "a" {\n\tredis_addr = local.file.x.content\n}', "does not exist"),
                ('prometheus.exporter.redis "a" {\n\tredis_addr = sys.exec("id")\n}', "does not exist"),
                ('prometheus.exporter.redis "a" {\n\tredis_addr = env("X")\n}', "deprecated"),
                ('prometheus.exporter.static "a" {\n\ttext = ""\n}', "stability"),
                ('logging "a" { }', "does not support labels"),
                ('local.file "a" {\n\tfilename = local.file.a.content\n}', "cycle"),
                ("a = 1", "unrecognized attribute")):
            self.assertTrue(any(expected in p for p in problems(text)), (text, problems(text)))

    def test_has_nothing_against_a_good_one(self):
        self.assertEqual(problems(
            'prometheus.exporter.postgres "pg" {\n\tdata_source_names = ["postgresql://m:" + '
            'encoding.url_encode(sys.env("PASSWORD")) + "@127.0.0.1:5432/x"]\n}\n'
            'local.file "f" {\n\tfilename = "/x"\n}\nprometheus.exporter.redis "r" {\n\tredis_addr = local.file.f.content\n}'), [])
        self.assertEqual(problems('prometheus.exporter.static "a" {\n\ttext = ""\n}', "experimental"), [])


class Reloading(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = os.path.join(self.folder.name, "config.alloy")
        self.controller = Controller(self.file, "generally-available")

    def load(self, text):
        with open(self.file, "w") as file:
            file.write(text)
        self.controller.load()

    def test_keeps_the_old_one_if_the_new_one_does_not_parse(self):
        self.load('prometheus.exporter.self "a" { }')
        for bad in ("x {", 'no.such "a" { }'):
            with self.assertRaises(Refused):
                self.load(bad)
            self.assertEqual(list(self.controller.components), ["prometheus.exporter.self.a"])
            self.assertFalse(self.controller.loaded)

    def test_runs_the_new_one_without_what_failed_to_build(self):
        self.load('prometheus.exporter.self "a" { }')
        with self.assertRaises(Refused):
            self.load('prometheus.exporter.self "b" { }\nprometheus.exporter.mysql "m" {\n\tdata_source_name = "mysql://x"\n}')
        self.assertEqual(list(self.controller.components), ["prometheus.exporter.self.b"])
        self.assertEqual(self.controller.failed, ["prometheus.exporter.mysql.m"])

    def test_knows_which_addresses_of_databases_keep_it_from_starting(self):
        for component, attribute, good, bad in (
                ("postgres", "data_source_names", ["postgresql://u:p%40x@127.0.0.1:1/d"], ["host=h", "postgres://u:p%zz@h/", "mysql://h/"]),
                ("mysql", "data_source_name", ["u:p@ss@tcp(127.0.0.1:1)/", "u:p/w@tcp(127.0.0.1:1)/x?tls=1"], ["mysql://h/", "u:p"]),
                ("mongodb", "mongodb_uri", ["mongodb://127.0.0.1:1"], ["h:27017", "mongodb://u:a b@h"]),
                ("mssql", "connection_string", ["sqlserver://u:p@127.0.0.1:1"], ["server=h"])):
            for source in good + bad:
                literal = '["%s"]' % source if component == "postgres" else '"%s"' % source
                text = 'prometheus.exporter.%s "a" {\n\t%s = %s\n}' % (component, attribute, literal)
                if source in good:
                    self.load(text)
                    [built] = self.controller.components.values()
                    self.assertNotIn("_up 1", built.metrics({}))
                else:
                    with self.assertRaises(Refused, msg=source):
                        self.load(text)

    def test_reads_all_files_of_a_folder(self):
        for name in ("a", "b"):
            with open(os.path.join(self.folder.name, name + ".alloy"), "w") as file:
                file.write('prometheus.exporter.self "%s" { }' % name)
        controller = Controller(self.folder.name, "generally-available")
        controller.load()
        self.assertEqual(sorted(controller.components), ["prometheus.exporter.self.a", "prometheus.exporter.self.b"])


if __name__ == "__main__":
    unittest.main()
