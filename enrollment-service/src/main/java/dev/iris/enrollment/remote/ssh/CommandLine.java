package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.RemoteCommand;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;

/**
 * How a script gets to a host's {@code sh}, whatever the login shell is: the command line is a constant but for a random mark,
 * with nothing in it that csh, fish or a restricted shell would read differently. The script comes by standard input, between
 * two marks; what follows is the script's own input. So neither the list of processes nor sudo's log has more than that line.
 *
 * <p>Both output streams begin with the mark, so that what rc files and sudo print before it can be told apart.
 */
final class CommandLine {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MARK_BYTES = 16;
  private static final int LINE = 76;

  /** No quote, no line break, no exclamation mark, and a backslash only before n. */
  private static final String READ_SCRIPT =
      "LC_ALL=C; PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; export LC_ALL PATH; n=$(printf \"\\n_\"); n=${n%_}; l=; s=; "
          // a password that sudo did not ask for may come before the first mark
          + "until [ \"$l\" = \"$1\" ]; do IFS= read -r l || exit 125; done; "
          + "while IFS= read -r l; do [ \"$l\" = \"$1\" ] && break; s=$s$l$n; done; ";

  private static final String RUN =
      READ_SCRIPT
          + "printf \"%s\\n\" \"$1\"; printf \"%s\\n\" \"$1\" >&2; "
          + "if command -v timeout >/dev/null 2>&1; then exec timeout -k 10 \"$2\" sh -c \"$s\" iris; fi; "
          + "exec sh -c \"$s\" iris";

  /** A terminal has no end of input, so the input comes as base64 up to a third mark. */
  private static final String RUN_ON_TERMINAL =
      READ_SCRIPT
          + "printf \"%s\\n\" \"$1\"; "
          + "while IFS= read -r l; do [ \"$l\" = \"$1\" ] && break; printf \"%s\\n\" \"$l\"; done | base64 -d | "
          + "if command -v timeout >/dev/null 2>&1; then timeout --foreground -k 10 \"$2\" sh -c \"$s\" iris; "
          + "else sh -c \"$s\" iris; fi";

  private final String mark;
  private final boolean terminal;
  private final RemoteCommand command;

  private CommandLine(String mark, boolean terminal, RemoteCommand command) {
    this.mark = mark;
    this.terminal = terminal;
    this.command = command;
  }

  /** A command, to be run on a terminal or not. */
  static CommandLine of(RemoteCommand command, boolean terminal) {
    byte[] mark = new byte[MARK_BYTES];
    RANDOM.nextBytes(mark);
    return new CommandLine("iris-" + HexFormat.of().formatHex(mark), terminal, command);
  }

  /** What stands before everything that the script prints. */
  String mark() {
    return mark;
  }

  /** The line for the login shell. */
  String text() {
    return "sh -c %s iris %s %d"
        .formatted(
            ShellQuote.quote(terminal ? RUN_ON_TERMINAL : RUN), mark, seconds(command.limit()));
  }

  /** What goes to standard input. The caller wipes it. */
  byte[] input() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(command.input().length + 4096);
    line(all, mark);
    line(all, command.script());
    line(all, mark);
    if (terminal) {
      byte[] newline = {'\n'};
      all.writeBytes(Base64.getMimeEncoder(LINE, newline).encode(command.input()));
      line(all, "");
      line(all, mark);
    } else {
      all.writeBytes(command.input());
    }
    return all.toByteArray();
  }

  private static void line(ByteArrayOutputStream all, String text) {
    all.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    all.write('\n');
  }

  private static long seconds(Duration limit) {
    return Math.max(1, limit.plusMillis(999).toSeconds());
  }
}
