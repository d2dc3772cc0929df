package dev.iris.enrollment.batch;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Results as CSV for spreadsheets. A cell that one would take for a formula begins with an apostrophe: it is shown, and not run. */
final class ResultsCsv {

  private static final String HEADER =
      "line,address,port,hostname,status,changed,code,remedy,enrollmentId,finishedAt\r\n";

  /** Also their wide forms, which some spreadsheets take for the same. */
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

  private ResultsCsv() {}

  static String of(List<HostResult> hosts) {
    return hosts.stream().map(ResultsCsv::row).collect(Collectors.joining("", HEADER, ""));
  }

  private static String row(HostResult host) {
    return Stream.of(
            host.line(),
            host.address(),
            host.port(),
            host.hostname(),
            host.status(),
            host.changed(),
            text(host.code()),
            text(host.remedy()),
            text(host.enrollmentId()),
            text(host.finishedAt()))
        .map(value -> cell(value.toString()))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  static String cell(String text) {
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
