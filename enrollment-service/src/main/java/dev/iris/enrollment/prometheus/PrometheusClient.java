package dev.iris.enrollment.prometheus;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Prometheus, with limits on the time and the length of its answer. Blocks, and can be interrupted. Follows no redirect: the
 * credential is for the address that was configured.
 */
@Singleton
final class PrometheusClient {

  private static final int OK = 200;
  private static final long LONGEST_AUTHORIZATION = 8 * 1024;
  private static final Pattern HEADER_VALUE =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

  private final TargetsConfig config;
  private final JsonFactory json = JsonMapper.builder().build().getFactory();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;

  PrometheusClient(TargetsConfig config) {
    this.config = config;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.timeout())
            .build();
  }

  /** Reads an answer as it comes. */
  interface Reading<T> {
    T read(JsonParser answer) throws IOException;
  }

  /** What {@code /api/v1/query} gives: its {@code result}. */
  JsonNode query(Instance instance, String promql)
      throws UnansweredException, InterruptedException {
    String path = "api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8);
    return ask(instance, path, PrometheusClient::tree).at("/data/result");
  }

  /** Its version. */
  String version(Instance instance) throws UnansweredException, InterruptedException {
    return ask(instance, "api/v1/status/buildinfo", PrometheusClient::tree)
        .at("/data/version")
        .asText();
  }

  /** Asks for a path below its address and reads the answer, JSON of any length up to the limit. */
  <T> T ask(Instance instance, String path, Reading<T> reading)
      throws UnansweredException, InterruptedException {
    URI base = instance.url().orElseThrow(() -> new UnansweredException("no url is configured"));
    HttpRequest request = request(instance, base.resolve(path));
    Future<T> answer = threads.submit(() -> send(request, reading));
    try {
      return answer.get(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new UnansweredException(reason(e.getCause()));
    } catch (TimeoutException _) {
      throw new UnansweredException("it took too long");
    } finally {
      // Also when the caller is interrupted: nobody waits for this answer any more.
      answer.cancel(true);
    }
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }

  private <T> T send(HttpRequest request, Reading<T> reading)
      throws IOException, InterruptedException, UnansweredException {
    HttpResponse<InputStream> response =
        http.send(
            request, BodyHandlers.limiting(BodyHandlers.ofInputStream(), config.maxAnswerBytes()));
    try (InputStream body = response.body();
        JsonParser answer = json.createParser(body)) {
      if (response.statusCode() != OK) {
        throw new UnansweredException("it answers with status " + response.statusCode());
      }
      return reading.read(answer);
    }
  }

  private static JsonNode tree(JsonParser answer) throws IOException {
    return answer.readValueAsTree();
  }

  private static HttpRequest request(Instance instance, URI uri) throws UnansweredException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "application/json");
    if (instance.authorizationFile().isPresent()) {
      request.header("Authorization", authorization(instance.authorizationFile().get()));
    }
    return request.GET().build();
  }

  /** Read each time, as secrets are rotated. */
  private static String authorization(Path file) throws UnansweredException {
    try {
      String text = Files.size(file) <= LONGEST_AUTHORIZATION ? Files.readString(file).strip() : "";
      if (HEADER_VALUE.matcher(text).matches()) {
        return text;
      }
    } catch (IOException _) {
      // Told apart from a wrong content by nobody: both are mended in the same place.
    }
    throw new UnansweredException("authorization-file holds no value of a header, or is not there");
  }

  private static String reason(@Nullable Throwable failure) {
    return switch (failure) {
      case UnansweredException unanswered -> unanswered.reason();
      case ConnectException _ -> "nothing listens at its url";
      case HttpTimeoutException _ -> "it took too long";
      case JacksonException _ -> "its answer is not what a Prometheus says";
      case null, default -> "the connection broke, or the answer was too long";
    };
  }
}
