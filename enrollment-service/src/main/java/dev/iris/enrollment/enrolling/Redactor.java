package dev.iris.enrollment.enrolling;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes secrets out of what hosts print: those of the job, also as base64 (wherever they lie in it), in URLs and in JSON; and what
 * looks like one. Secrets of fewer than {@value #SHORTEST} characters are not looked for: their traces would be everywhere.
 */
final class Redactor {

  private static final String MARK = "[redacted]";
  private static final int SHORTEST = 6;

  private static final List<Pattern> PATTERNS =
      List.of(
          Pattern.compile(
              "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)",
              Pattern.DOTALL),
          Pattern.compile("glc_[A-Za-z0-9+/=_-]{8,}"),
          Pattern.compile("(?i)(?<=authorization: )[^\\r\\n]+"),
          Pattern.compile("(?i)(?<=://)[^/@\\s:]+:[^/@\\s]+(?=@)"),
          Pattern.compile("(?i)(?<=(?:password|passwd|secret|token)[=:]\\s?)[^\\s\"',;]+"));

  private final List<String> forms;

  /** For a job with these secrets. */
  Redactor(Stream<String> secrets) {
    Set<String> all = new HashSet<>();
    secrets.flatMap(Redactor::parts).forEach(part -> addForms(all, part));
    // The longest first: a part of it that went before would leave the rest behind.
    forms =
        all.stream()
            .filter(form -> form.length() >= SHORTEST)
            .sorted(Comparator.comparing(String::length).reversed().thenComparing(form -> form))
            .toList();
  }

  /** The text without secrets. */
  String redact(String text) {
    String clean = text;
    for (String form : forms) {
      clean = clean.replace(form, MARK);
    }
    for (Pattern pattern : PATTERNS) {
      clean = pattern.matcher(clean).replaceAll(MARK);
    }
    return clean;
  }

  /** How much of the end of a text may be the beginning of a secret that goes on in the next piece. */
  int longest() {
    return forms.isEmpty() ? 0 : forms.getFirst().length();
  }

  /** A key is printed in lines as often as whole. */
  private static Stream<String> parts(String secret) {
    return Stream.concat(
        Stream.of(secret, secret.strip()),
        secret.lines().map(String::strip).filter(line -> line.length() >= 4 * SHORTEST));
  }

  private static void addForms(Set<String> all, String secret) {
    if (secret.length() < SHORTEST) {
      return;
    }
    all.add(secret);
    all.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    all.add(
        secret
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("/", "\\/")
            .replace("\n", "\\n"));
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    all.add(url);
    all.add(url.replace("+", "%20"));
    addBase64(all, secret.getBytes(StandardCharsets.UTF_8));
    addBase64(all, secret.getBytes(StandardCharsets.UTF_16LE));
  }

  /** A secret that lies anywhere in something encoded begins at one of three places of a group; its edges are mixed up with others. */
  private static void addBase64(Set<String> all, byte[] secret) {
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + secret.length];
      System.arraycopy(secret, 0, shifted, before, secret.length);
      int from = before == 0 ? 0 : before + 1;
      int to = shifted.length / 3 * 4 + (shifted.length % 3 == 0 ? 0 : shifted.length % 3);
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        String text = encoder.withoutPadding().encodeToString(shifted);
        all.add(text.substring(Math.min(from, to), Math.min(to, text.length())));
      }
    }
  }
}
