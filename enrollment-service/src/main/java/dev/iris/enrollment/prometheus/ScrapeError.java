package dev.iris.enrollment.prometheus;

import dev.iris.enrollment.prometheus.Verdict.Broken;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the error of a scrape means. The words are those of Prometheus and of Go's network library. */
enum ScrapeError {
  HOST_UNREACHABLE(
      Segment.HOST,
      "host-unreachable",
      "%s can not be reached from Prometheus: is the machine on, is the name right, is there a route?",
      "no route to host",
      "network is unreachable",
      "host is down",
      "no such host",
      "server misbehaving"),
  PORT_REFUSED(
      Segment.PORT,
      "port-refused",
      "Nothing accepts connections at %s: is Alloy running, does it listen on that address and port (--server.http.listen-addr), does a firewall reject?",
      "connection refused"),
  PORT_SILENT(
      Segment.PORT,
      "port-silent",
      "%s does not answer in time: let Prometheus' address through the firewalls on the way, or find out what makes the exporter slow.",
      "i/o timeout",
      "deadline exceeded",
      "client.timeout"),
  COMPONENT_MISSING(
      Segment.ALLOY,
      "component-missing",
      "Alloy answers at %s, but has no such component: has it loaded the configuration that Iris wrote?",
      "http status 404",
      "http status 400"),
  LOGIN_REFUSED(
      Segment.ALLOY,
      "scrape-login-refused",
      "%s wants a login: give the scrape job of Prometheus the one that Alloy's http block has.",
      "http status 401",
      "http status 403"),
  SCHEME_DIFFERS(
      Segment.ALLOY,
      "scrape-scheme-differs",
      "%s speaks HTTP and Prometheus HTTPS, or the other way round, or its certificate is not trusted: look at scheme and tls_config of the scrape job.",
      "http response to https client",
      "tls:",
      "x509:",
      "malformed http response"),
  NO_METRICS(
      Segment.ALLOY,
      "no-metrics",
      "What answers at %s are no metrics: does something else listen there?");

  private static final int LONGEST_QUOTE = 300;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final Segment segment;
  private final String code;
  private final String remedy;
  private final Pattern signs;

  ScrapeError(Segment segment, String code, String remedy, String... signs) {
    this.segment = segment;
    this.code = code;
    this.remedy = remedy;
    this.signs =
        Pattern.compile(
            Arrays.stream(signs).map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")")));
  }

  static ScrapeError of(String error) {
    String text = error.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(kind -> kind != NO_METRICS && kind.signs.matcher(text).find())
        .findFirst()
        .orElse(NO_METRICS);
  }

  Broken broken(ScrapedComponent component, String address, String error) {
    String clean = CONTROL.matcher(error).replaceAll(" ");
    String quote =
        clean.length() <= LONGEST_QUOTE ? clean : clean.substring(0, LONGEST_QUOTE) + "…";
    return new Broken(
        segment,
        code,
        remedy.formatted(address) + " (" + component.id() + "; Prometheus says: " + quote + ")");
  }
}
