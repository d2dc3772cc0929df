package dev.iris.enrollment.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.iris.web.IrisProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileReadersTest {

  private static final int MOST = 50;

  @Test
  void shouldReadWhatExcelWrites() {
    BatchFile file =
        csv(
            """
            \uFEFFaddress;port;hostname;services;fingerprint;label.location\r
            10.77.0.11;2222;web-01;nginx|postgresql;;"Rack ""7"";\r
            left"\r
            ;;;;;\r
            10.77.0.12;;;detect;SHA256:x;\r
            """);

    assertThat(file.hosts()).extracting(BatchFile.Entry::line).containsExactly(2, 5);
    assertThat(file.hosts().getFirst().host().toString())
        .isEqualTo(
            "{\"address\":\"10.77.0.11\",\"port\":2222,\"hostname\":\"web-01\",\"services\":[{\"type\":\"nginx\"},{\"type\":\"postgresql\"}],\"labels\":{\"location\":\"Rack \\\"7\\\";\\r\\nleft\"}}");
    assertThat(file.hosts().getLast().host().at("/hostKey/policy").asText()).isEqualTo("strict");
  }

  @Test
  void shouldTakeExcelsHintAtTheSeparatorForNoHost() {
    BatchFile file = csv("sep=;\naddress;port\n10.77.0.11;22\n");

    assertThat(file.hosts()).extracting(BatchFile.Entry::line).containsExactly(3);
  }

  @Test
  void shouldNameAllColumnsThatNobodyKnows() {
    assertThatThrownBy(() -> csv("adress,port,port,password\n10.77.0.11,22,22,x\n"))
        .isInstanceOfSatisfying(
            IrisProblem.class,
            problem ->
                assertThat(problem.faults())
                    .extracting(fault -> fault.line() + " " + fault.field())
                    .containsExactly("1 adress", "1 port", "1 password", "1 address"));
  }

  @Test
  void shouldKnowTheLineOfEachHostOfATree() {
    BatchFile json =
        json("{\"hosts\": [\n{\"address\": \"a\"},\n\n  {\"address\": \"b\"}], \"port\": 1}");
    BatchFile yaml =
        yaml("port: 1\nhosts:\n  - address: a\n    labels:\n      x: y\n  - address: b\n");

    assertThat(json.hosts()).extracting(BatchFile.Entry::line).containsExactly(2, 4);
    assertThat(yaml.hosts()).extracting(BatchFile.Entry::line).containsExactly(3, 6);
    assertThat(List.of(json, yaml)).allSatisfy(f -> assertThat(f.common().size()).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &a [x, x]\nb: &b [*a, *a, *a]\nhosts: [*b, *b, *b]\n",
        "hosts:\n  - &one {address: a}\n",
        "hosts:\n  - <<: *one\n",
        "hosts:\n  - !!javax.script.ScriptEngineManager {address: a}\n",
        "hosts: []\nhosts: []\n",
        "hosts: []\n---\nhosts: []\n",
        "hosts: [[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        "hosts: [\u0000]\n",
        "hosts: [",
        "- address: a\n",
        "",
      })
  void shouldRefuseYamlThatIsMoreThanAFileOfHosts(String text) {
    assertThatThrownBy(() -> yaml(text))
        .isInstanceOfSatisfying(
            IrisProblem.class, problem -> assertThat(problem.code()).isEqualTo("batch-unreadable"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"hosts\": [], \"hosts\": []}",
        "{\"hosts\": []} {}",
        "{\"hosts\": [[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
        "{\"hosts\": [1",
        "[]",
        "null",
        "",
      })
  void shouldRefuseJsonThatIsMoreThanAFileOfHosts(String text) {
    assertThatThrownBy(() -> json(text))
        .isInstanceOfSatisfying(
            IrisProblem.class, problem -> assertThat(problem.code()).isEqualTo("batch-unreadable"));
  }

  @Test
  void shouldRefuseTextThatIsNotUtf8() {
    byte[] latin =
        "address,label.location\n10.77.0.11,Köln\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> csv(latin))
        .isInstanceOf(IrisProblem.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void shouldStopAtTheMostHosts() {
    String rows =
        IntStream.rangeClosed(0, MOST)
            .mapToObj(i -> "10.77.1." + i)
            .collect(Collectors.joining("\n"));
    String list =
        IntStream.rangeClosed(0, MOST).mapToObj(i -> "{}").collect(Collectors.joining(","));

    assertThatThrownBy(() -> csv("address\n" + rows)).isInstanceOf(IrisProblem.class);
    assertThatThrownBy(() -> json("{\"hosts\":[" + list + "]}")).isInstanceOf(IrisProblem.class);
    assertThatThrownBy(() -> yaml("hosts: [" + list + "]")).isInstanceOf(IrisProblem.class);
  }

  @Property(tries = 2000)
  void shouldReadOrRefuseWhateverComes(@ForAll("files") String text) {
    for (Function<String, BatchFile> reader :
        List.<Function<String, BatchFile>>of(
            FileReadersTest::csv, FileReadersTest::json, FileReadersTest::yaml)) {
      try {
        assertThat(reader.apply(text).hosts()).hasSizeLessThanOrEqualTo(MOST);
      } catch (IrisProblem problem) {
        assertThat(problem.status()).isEqualTo(400);
      }
    }
  }

  /** What such files are made of, in no order, and anything else. */
  @Provide
  Arbitrary<String> files() {
    Arbitrary<String> parts =
        Arbitraries.of(
            "address",
            "hosts",
            "label.x",
            "port",
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            ",",
            ";",
            "\t",
            "\n",
            "\r\n",
            "\"",
            "'",
            "- ",
            "&a ",
            "*a",
            "!!str ",
            "|",
            ">",
            "#",
            "---\n",
            "...",
            "=1+1",
            "@",
            "\\u0000",
            "\u0000",
            "\uFEFF",
            "22",
            "1e999",
            "true",
            "null",
            "10.77.0.11",
            "<<",
            "? ",
            "%YAML 1.2\n",
            "\\",
            "é",
            "\uD83D");
    Arbitrary<String> any = Arbitraries.strings().ofMaxLength(5);
    return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(8, parts), net.jqwik.api.Tuple.of(1, any))
        .list()
        .ofMaxSize(40)
        .map(pieces -> String.join("", pieces));
  }

  private static BatchFile csv(String text) {
    return csv(text.getBytes(StandardCharsets.UTF_8));
  }

  private static BatchFile csv(byte[] body) {
    return CsvReader.read(body, JsonNodeFactory.instance.objectNode(), MOST);
  }

  private static BatchFile json(String text) {
    return TreeReader.json(text.getBytes(StandardCharsets.UTF_8), MOST);
  }

  private static BatchFile yaml(String text) {
    return TreeReader.yaml(text.getBytes(StandardCharsets.UTF_8), MOST);
  }
}
