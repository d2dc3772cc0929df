package dev.iris.enrollment.batch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.iris.enrollment.batch.BatchFile.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads batches in JSON and YAML: an object with what is common, and {@code hosts}. Nesting, names, texts and the number of hosts
 * have limits; a name that comes twice, and in YAML anchors, aliases and tags, are refused: none of it is needed, and a few lines of
 * it can stand for a million.
 */
final class TreeReader {

  private static final int DEEPEST = 20;
  private static final int LONGEST_TEXT = 65_536;
  private static final int LONGEST_NAME = 1_000;
  private static final int LONGEST_NUMBER = 40;
  private static final int MOST_CHARACTERS = 8 * 1024 * 1024;
  private static final String HOSTS = "hosts";

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(DEEPEST)
          .maxStringLength(LONGEST_TEXT)
          .maxNameLength(LONGEST_NAME)
          .maxNumberLength(LONGEST_NUMBER)
          .build();
  private static final ObjectMapper TREES = new ObjectMapper();
  private static final TreeReader JSON =
      new TreeReader(
          "JSON",
          JsonFactory.builder()
              .streamReadConstraints(LIMITS)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build());
  private static final TreeReader YAML =
      new TreeReader(
          "YAML",
          YAMLFactory.builder()
              .loaderOptions(yamlLimits())
              .streamReadConstraints(LIMITS)
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .build());

  private final String format;
  private final JsonFactory factory;

  private TreeReader(String format, JsonFactory factory) {
    this.format = format;
    this.factory = factory;
  }

  /**
   * The batch in a JSON text.
   *
   * @throws dev.iris.web.IrisProblem 400 if it is none
   */
  static BatchFile json(byte[] body, int mostHosts) {
    return JSON.read(UploadText.of(body, JSON.format), mostHosts);
  }

  /**
   * The batch in a YAML text.
   *
   * @throws dev.iris.web.IrisProblem 400 if it is none
   */
  static BatchFile yaml(byte[] body, int mostHosts) {
    String text = UploadText.of(body, YAML.format);
    YAML.refuseReferences(text);
    return YAML.read(text, mostHosts);
  }

  private static LoaderOptions yamlLimits() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_CHARACTERS);
    options.setNestingDepthLimit(DEEPEST);
    return options;
  }

  private BatchFile read(String text, int mostHosts) {
    ObjectNode common = JsonNodeFactory.instance.objectNode();
    List<Entry> hosts = new ArrayList<>();
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Faults.unreadable(format, 0, "it must be an object with hosts");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(HOSTS)) {
          readHosts(parser, hosts, mostHosts);
        } else {
          common.set(name, TREES.readTree(parser));
        }
      }
      if (parser.nextToken() != null) {
        throw Faults.unreadable(format, line(parser), "something follows its end");
      }
    } catch (JacksonException e) {
      throw broken(e);
    } catch (IOException e) {
      throw Faults.unreadable(format, 0, "it cannot be read");
    }
    return new BatchFile(
        common, hosts, (index, field) -> HOSTS + "[" + index + "]." + inHost(field));
  }

  private static void readHosts(JsonParser parser, List<Entry> hosts, int most) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (hosts.size() == most) {
        Faults faults = new Faults();
        faults.add(HOSTS, "must be " + most + " at most", line(parser));
        faults.throwIfAny();
      }
      int line = line(parser);
      hosts.add(new Entry(line, TREES.readTree(parser)));
    }
  }

  private void refuseReferences(String text) {
    try (JsonParser any = factory.createParser(text)) {
      YAMLParser parser = (YAMLParser) any;
      while (parser.nextToken() != null) {
        if (parser.isCurrentAlias() || parser.getObjectId() != null || parser.getTypeId() != null) {
          throw Faults.unreadable(format, line(parser), "anchors, aliases and tags are not taken");
        }
      }
    } catch (JacksonException e) {
      throw broken(e);
    } catch (IOException e) {
      throw Faults.unreadable(format, 0, "it cannot be read");
    }
  }

  private RuntimeException broken(JacksonException e) {
    int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    return Faults.unreadable(
        format,
        line,
        "it is not well-formed, nested too deeply, names something twice, or holds a value that is too long");
  }

  /** In a host of a file, address, port and hostname are not in an object of their own. */
  private static String inHost(String field) {
    return field.startsWith("host.") ? field.substring("host.".length()) : field;
  }

  private static int line(JsonParser parser) {
    return Math.max(0, parser.currentTokenLocation().getLineNr());
  }
}
