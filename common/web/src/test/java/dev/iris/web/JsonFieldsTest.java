package dev.iris.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void shouldReadWhatIsThere() throws JsonProcessingException {
    JsonFields fields =
        JsonFields.of(
            JSON.readTree(
                """
                {"host": {"address": " web-01 ", "port": 22}, "dryRun": true, "labels": {"a": "b", "c": null}, "key": "x\\ny"}"""));

    assertThat(fields.object("host").text("address", 9)).isEqualTo("web-01");
    assertThat(fields.object("host").number("port", 1, 65535)).isEqualTo(22);
    assertThat(fields.flag("dryRun", false)).isTrue();
    assertThat(fields.texts("labels", true)).containsEntry("a", "b").containsEntry("c", null);
    assertThat(fields.raw("key", 9)).isEqualTo("x\ny");
    assertThat(fields.object("none").text("x", 9)).isNull();
  }

  @Test
  void shouldNameAllThatIsWrongAtOnce() throws JsonProcessingException {
    JsonFields fields =
        JsonFields.of(
            JSON.readTree(
                """
                {"host": {"port": 70000, "color": 1}, "login": [], "dryRun": "yes", "labels": {"a": 1}, "note": "a\\u0000b", "x": 1}"""));
    JsonFields host = fields.object("host");
    host.requiredText("address", 9);
    host.number("port", 1, 65535);
    fields.object("login");
    fields.flag("dryRun", false);
    fields.texts("labels", false);
    fields.raw("note", 9);

    assertThatExceptionOfType(IrisProblem.class)
        .isThrownBy(fields::throwIfAnyFault)
        .satisfies(
            problem ->
                assertThat(problem.faults())
                    .extracting(FieldFault::field)
                    .containsExactlyInAnyOrder(
                        "host.address",
                        "host.port",
                        "host.color",
                        "login",
                        "dryRun",
                        "labels.a",
                        "note",
                        "x"));
  }
}
