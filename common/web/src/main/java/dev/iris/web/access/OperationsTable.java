package dev.iris.web.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.iris.web.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which roles may call which operation: {@code iris/operations.csv}, the one table for all services. What is not in it is
 * denied when keys are on. Where several paths fit, the one with the most literal segments decides.
 */
public final class OperationsTable {

  /** Where the table is on the classpath. */
  public static final String RESOURCE = "/iris/operations.csv";

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  /** Instead of roles: needs no key. For pages that hold no data and that links in messages lead to. */
  private static final String ANYONE = "anyone";

  /**
   * One line: a method, a path whose {@code {names}} stand for one segment each, and the roles that may call it.
   *
   * @param open whether it needs no key at all
   */
  public record Operation(String method, String path, Set<Role> roles, boolean open) {

    public Operation {
      roles = Set.copyOf(roles);
    }
  }

  /** An operation with its path cut up once, as every request is compared with it. */
  private record Row(Operation operation, List<String> segments) {

    boolean fits(String method, List<String> asked) {
      if (!operation.method().equals(method) || segments.size() != asked.size()) {
        return false;
      }
      for (int i = 0; i < segments.size(); i++) {
        if (!isName(segments.get(i)) && !segments.get(i).equals(asked.get(i))) {
          return false;
        }
      }
      return true;
    }

    long literals() {
      return segments.stream().filter(segment -> !isName(segment)).count();
    }
  }

  private final List<Row> rows;

  private OperationsTable(List<Operation> operations) {
    this.rows =
        operations.stream()
            .map(operation -> new Row(operation, segments(operation.path())))
            .sorted(Comparator.comparing(Row::literals).reversed())
            .toList();
  }

  /** The table on the classpath. */
  public static OperationsTable load() {
    try (InputStream in = OperationsTable.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A table from its lines: {@code method,path,roles separated by blanks}.
   *
   * @throws IllegalArgumentException naming the line that is wrong or repeats another
   */
  static OperationsTable parse(List<String> lines) {
    List<Operation> operations = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Operation operation = operation(line);
      if (!seen.add(operation.method() + " " + operation.path().replaceAll("\\{[^/]*}", "{}"))) {
        throw new IllegalArgumentException("twice in the table of operations: " + line);
      }
      operations.add(operation);
    }
    return new OperationsTable(operations);
  }

  /** The operation that a request means; HEAD counts as GET. Empty if the table has none. */
  public Optional<Operation> find(String method, String path) {
    String asked = method.equals("HEAD") ? "GET" : method;
    List<String> segments = segments(path);
    return rows.stream().filter(row -> row.fits(asked, segments)).map(Row::operation).findFirst();
  }

  /** Every operation. */
  public List<Operation> operations() {
    return rows.stream().map(Row::operation).toList();
  }

  /**
   * The operations of an OpenAPI document (JSON) that have no line of their own, as {@code GET /api/v1/…}. Every service has
   * a test that this is empty: an operation cannot be forgotten.
   */
  public List<String> unlisted(String openApi) {
    List<String> missing = new ArrayList<>();
    for (var path : paths(openApi).properties()) {
      for (var operation : path.getValue().properties()) {
        String method = operation.getKey().toUpperCase(Locale.ROOT);
        if (METHODS.contains(operation.getKey()) && !lists(method, path.getKey())) {
          missing.add(method + " " + path.getKey());
        }
      }
    }
    return missing;
  }

  private boolean lists(String method, String template) {
    // A new literal path must not hide behind the {name} of an older one, so templates are
    // compared, not matched.
    List<String> wanted = shape(template);
    return rows.stream()
        .anyMatch(
            row ->
                row.operation().method().equals(method)
                    && shape(row.operation().path()).equals(wanted));
  }

  private static JsonNode paths(String openApi) {
    try {
      return new ObjectMapper().readTree(openApi).path("paths");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an OpenAPI document in JSON", e);
    }
  }

  private static Operation operation(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != 3 || !fields[1].startsWith("/") || fields[2].isBlank()) {
      throw new IllegalArgumentException("not method,path,roles: " + line);
    }
    if (fields[2].strip().equals(ANYONE)) {
      return new Operation(fields[0].strip(), fields[1].strip(), EnumSet.allOf(Role.class), true);
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String role : BLANKS.split(fields[2].strip(), -1)) {
      roles.add(
          Role.of(role)
              .orElseThrow(() -> new IllegalArgumentException("no role " + role + ": " + line)));
    }
    return new Operation(fields[0].strip(), fields[1].strip(), roles, false);
  }

  private static List<String> shape(String path) {
    return segments(path).stream().map(segment -> isName(segment) ? "{}" : segment).toList();
  }

  private static List<String> segments(String path) {
    return Stream.of(path.split("/", -1)).filter(segment -> !segment.isEmpty()).toList();
  }

  private static boolean isName(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }
}
