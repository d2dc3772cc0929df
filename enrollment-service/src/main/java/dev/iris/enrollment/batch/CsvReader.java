package dev.iris.enrollment.batch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.iris.enrollment.batch.BatchFile.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads hosts from CSV: a header row, then a row for each. Commas, semicolons (Excel where the comma is decimal) and tabs separate;
 * the header tells which. An empty cell says nothing: what is common applies.
 */
final class CsvReader {

  private static final String FORMAT = "CSV";
  private static final String LABEL = "label.";
  private static final Set<String> COLUMNS =
      Set.of(
          "address",
          "port",
          "hostname",
          "services",
          "prometheus",
          "transport",
          "fingerprint",
          "credentialId");
  private static final String SEPARATORS = ",;\t";
  private static final int LONGEST_CELL = 65_536;
  private static final int MOST_COLUMNS = 100;

  private static final ObjectReader ROWS =
      new CsvMapper(
              CsvFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LONGEST_CELL).build())
                  .build())
          .readerFor(String[].class)
          .with(CsvParser.Feature.WRAP_AS_ARRAY)
          .with(CsvParser.Feature.TRIM_SPACES);

  private final Faults faults = new Faults();
  private final List<String> header = new ArrayList<>();
  private final List<Entry> hosts = new ArrayList<>();
  private final int mostHosts;

  private CsvReader(int mostHosts) {
    this.mostHosts = mostHosts;
  }

  /**
   * The hosts in a CSV text.
   *
   * @param common what applies to all
   * @throws dev.iris.web.IrisProblem 400 if it is none, or has faults
   */
  static BatchFile read(byte[] body, ObjectNode common, int mostHosts) {
    CsvReader reader = new CsvReader(mostHosts);
    reader.readRows(UploadText.of(body, FORMAT));
    reader.faults.throwIfAny();
    return new BatchFile(common, reader.hosts, (index, field) -> column(field));
  }

  private void readRows(String text) {
    String rows = withoutHint(text);
    int before = rows.length() < text.length() ? 1 : 0;
    CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator(rows));
    try (MappingIterator<String[]> row = ROWS.with(schema).readValues(rows)) {
      while (row.hasNextValue()) {
        // A row begins behind the line where the one before it ended.
        int line = before + 1 + Math.max(0, row.getParser().currentTokenLocation().getLineNr());
        add(row.nextValue(), line);
      }
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : before + e.getLocation().getLineNr();
      throw Faults.unreadable(FORMAT, line, "a quote is not closed, or a cell is too long");
    } catch (IOException e) {
      throw Faults.unreadable(FORMAT, 0, "it cannot be read");
    }
    if (header.isEmpty()) {
      throw Faults.unreadable(FORMAT, 1, "its first row must name the columns");
    }
  }

  private void add(String[] cells, int line) {
    if (Stream.of(cells).allMatch(CsvReader::isEmpty)) {
      return;
    }
    if (header.isEmpty()) {
      readHeader(cells, line);
    } else if (hosts.size() == mostHosts) {
      faults.add("hosts", "must be " + mostHosts + " at most", line);
      faults.throwIfAny();
    } else {
      hosts.add(new Entry(line, host(cells, line)));
    }
  }

  private void readHeader(String[] cells, int line) {
    Set<String> seen = new HashSet<>();
    for (String cell : cells) {
      String name = cell == null ? "" : cell.strip();
      boolean known =
          COLUMNS.contains(name) || (name.startsWith(LABEL) && name.length() > LABEL.length());
      if (!known && !name.isEmpty()) {
        faults.add(
            name,
            "is not a known column: address, port, hostname, services, prometheus, transport, fingerprint, credentialId or label.<name>",
            line);
      } else if (!name.isEmpty() && !seen.add(name)) {
        faults.add(name, "is there twice", line);
      }
      header.add(name);
    }
    if (!seen.contains("address")) {
      faults.add("address", "is missing among the columns", line);
    }
    if (cells.length > MOST_COLUMNS) {
      faults.add("columns", "must be " + MOST_COLUMNS + " at most", line);
    }
    faults.throwIfAny();
  }

  private ObjectNode host(String[] cells, int line) {
    ObjectNode host = JsonNodeFactory.instance.objectNode();
    for (int at = 0; at < cells.length; at++) {
      String cell = cells[at];
      if (isEmpty(cell)) {
        continue;
      }
      String column = at < header.size() ? header.get(at) : "";
      if (column.isEmpty()) {
        faults.add("column " + (at + 1), "has no name in the first row", line);
      } else {
        put(host, column, cell.strip());
      }
    }
    return host;
  }

  private static void put(ObjectNode host, String column, String cell) {
    switch (column) {
      case "port" -> {
        if (cell.matches("\\d{1,9}")) {
          host.put(column, Integer.parseInt(cell));
        } else {
          host.put(column, cell);
        }
      }
      case "services" -> {
        if (cell.equals("detect")) {
          host.put(column, cell);
        } else {
          Stream.of(cell.split("[|\\s]+", -1))
              .filter(type -> !type.isEmpty())
              .forEach(type -> host.withArrayProperty(column).addObject().put("type", type));
        }
      }
      case "fingerprint" ->
          host.putObject("hostKey").put("policy", "strict").put("fingerprint", cell);
      default -> {
        if (column.startsWith(LABEL)) {
          host.withObjectProperty("labels").put(column.substring(LABEL.length()), cell);
        } else {
          host.put(column, cell);
        }
      }
    }
  }

  /** What a column is called whose field is at fault. */
  private static String column(String field) {
    if (field.startsWith("host.")) {
      return field.substring("host.".length());
    }
    if (field.startsWith("labels.")) {
      return LABEL + field.substring("labels.".length());
    }
    if (field.startsWith("hostKey")) {
      return "fingerprint";
    }
    return field.startsWith("services") ? "services" : field;
  }

  /** Excel takes a first line such as {@code sep=;} for a hint at the separator. */
  private static String withoutHint(String text) {
    int end = text.indexOf('\n');
    return text.regionMatches(true, 0, "sep=", 0, 4) && end > 0 && end <= 7
        ? text.substring(end + 1)
        : text;
  }

  /** The names of columns hold none of them, so the first is it. */
  private static char separator(String rows) {
    String first = rows.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    return (char) first.chars().filter(c -> SEPARATORS.indexOf(c) >= 0).findFirst().orElse(',');
  }

  private static boolean isEmpty(String cell) {
    return cell == null || cell.isBlank();
  }
}
