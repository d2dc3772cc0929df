package dev.iris.enrollment.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What was uploaded, whatever its format: well-formed, and not looked at yet.
 *
 * @param common what applies to all hosts, and to the batch itself
 * @param naming what people call the fields of a host
 */
record BatchFile(ObjectNode common, List<Entry> hosts, Naming naming) {

  BatchFile {
    hosts = List.copyOf(hosts);
  }

  /** A host, and the line of the file where it begins. */
  record Entry(int line, JsonNode host) {}

  /** What a field of a host is called in the format. */
  @FunctionalInterface
  interface Naming {

    /**
     * The name.
     *
     * @param index of the host
     * @param field as requests for single jobs call it
     */
    String name(int index, String field);
  }
}
