package dev.iris.web.testing;

import dev.iris.web.Cursor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What somebody who means harm, or a program gone wrong, puts where a value is expected. */
final class Hostile {

  private static final String NIL = "00000000-0000-0000-0000-000000000000";

  /** As a person would type them. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "1",
          "500",
          "501",
          "1e9",
          "0x10",
          "NaN",
          "²",
          "٣",
          "9223372036854775807",
          "99999999999999999999999999",
          "null",
          "undefined",
          "true",
          "[]",
          "{}",
          "\0",
          "a\0b",
          "\r\nX-Injected: 1",
          "\u202Egnp.exe",
          "\uFEFF",
          "😀",
          "\u0130",
          "\uFFFF",
          "'",
          "\"",
          "';drop table incident;--",
          "' or '1'='1",
          "$1",
          "?",
          ":name",
          "%",
          "_",
          "!",
          "\\",
          "\\'",
          "*",
          "a:*",
          "& |",
          "!!",
          "(",
          "'a' <-> 'b'",
          "<script>alert(1)</script>",
          "{{7*7}}",
          "${7*7}",
          "#{7*7}",
          "${jndi:ldap://127.0.0.1/a}",
          "../../../etc/passwd",
          "..",
          ".",
          "a/b",
          "a;b=c",
          "http://127.0.0.1/",
          "firing,resolved",
          "FIRING",
          NIL,
          "1-1-1-1-1",
          NIL + " ",
          "{" + NIL + "}",
          "2026-01-31",
          "2026-01-31T08:00:00",
          "2026-02-30T00:00:00Z",
          "2026-01-01T00:00:00+18:00",
          "2026-01-01T00:00:00+19:00",
          "2016-12-31T23:59:60Z",
          "0000-01-01T00:00:00Z",
          "-0001-01-01T00:00:00Z",
          "0000-01-01T00:00:00+18:00",
          "9999-12-31T23:59:59.999999999Z",
          "9999-12-31T23:59:59-18:00",
          "+10000-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00Z",
          "a".repeat(600),
          "ä".repeat(500),
          "a ".repeat(700));

  /** As they stand in a request, not encoded as they ought to be. */
  private static final List<String> RAW =
      List.of(
          "%",
          "%0",
          "%zz",
          "%u0041",
          "%FF%FE",
          "%C0%AF",
          "%ED%A0%80",
          "%F4%90%80%80",
          "+",
          "\u00FF",
          "%2e%2e%2f",
          "a%2Fb");

  private Hostile() {}

  /** Values as they stand in a path or a query. */
  static List<String> values() {
    return Stream.of(
            TEXTS.stream()
                .map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20")),
            RAW.stream(),
            cursors())
        .flatMap(all -> all)
        .toList();
  }

  /** Cursors that decode, with parts that no list ever gave. */
  private static Stream<String> cursors() {
    return Stream.of(
            "",
            "a",
            "'",
            "\uFFFF",
            "1",
            "-1",
            "9223372036854775807",
            NIL,
            "0000-01-01T00:00:00Z",
            "+10000-01-01T00:00:00Z",
            "-1000000000-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59.999999999Z")
        .flatMap(
            part ->
                Stream.of(
                    Cursor.encode(part), Cursor.encode(part, NIL), Cursor.encode(part, part, NIL)));
  }

  /** Queries that are wrong as a whole. */
  static List<String> queries(String parameter) {
    return List.of(
        "?",
        "?&&=&",
        "?unknown=1",
        "?=1",
        "?" + parameter,
        "?" + parameter + "=a&" + parameter + "=b",
        "?" + parameter + "[]=1",
        "?" + parameter + "=1&".repeat(300),
        "?%zz=1",
        "?%00=1",
        "?" + "a".repeat(3_500));
  }

  /** Headers that any request may come with. */
  static List<String> headers() {
    return List.of(
        "Accept: ",
        "Accept: */*;q=nonsense",
        "Accept: text",
        "Accept: application/json;q=9",
        "Accept: " + ",".repeat(500),
        "Content-Type: ;;;",
        "Content-Type: application/json; charset=nonsense",
        "Content-Type: application/json; charset",
        "Content-Encoding: gzip",
        "Accept-Language: *;q=x",
        "Accept-Encoding: nonsense",
        "Range: bytes=5-1",
        "If-Modified-Since: yesterday",
        "Expect: nonsense",
        "Cookie: \u00FF=\u00FF;;=",
        "traceparent: 00-nonsense",
        "baggage: " + "a=b,".repeat(400),
        "X-Forwarded-For: ' or 1",
        "X-Forwarded-Host: evil.example",
        "Origin: ");
  }

  /** Bodies where JSON is expected; {@code {}} is not among them, as it might be right. */
  static List<byte[]> bodies() {
    return Stream.concat(
            Stream.of(
                    "",
                    " ",
                    "null",
                    "[]",
                    "1",
                    "\"\"",
                    "{",
                    "}",
                    "{\"a\"",
                    "{\"a\":}",
                    "{a:1}",
                    "{}{}",
                    "{} x",
                    "// x",
                    "NaN",
                    "\0",
                    "\"\0\"",
                    "\uFEFF",
                    "[".repeat(50_000),
                    "{\"a\":".repeat(50_000),
                    "{\"\":\"\"}",
                    "{\"a\":1,\"a\":2}",
                    "{\"a\":1e999999999}",
                    "{\"a\":" + "9".repeat(5_000) + "}",
                    "{\"a\":\"\\u0000\\ud800\"}",
                    "{\"a\":\"" + "x".repeat(100_000) + "\"}",
                    "{\"__proto__\":{},\"@class\":\"java.lang.Object\",\"@type\":\"x\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8)),
            Stream.of(
                new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'},
                new byte[] {(byte) 0xFE, (byte) 0xFF, 0, '{', 0, '}'},
                new byte[] {31, (byte) 139, 8, 0}))
        .toList();
  }
}
