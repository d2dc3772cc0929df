package dev.iris.notifier.channel.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads an answer up to a limit; what is beyond it is cut off together with the connection. */
final class ReplyReader {

  /** An answer as it came. */
  record Raw(int status, @Nullable String retryAfter, String body) {}

  private final HttpClientResponse response;
  private final int max;
  private final Buffer read = Buffer.buffer();
  private final Promise<Raw> done = Promise.promise();

  private ReplyReader(HttpClientResponse response, int max) {
    this.response = response;
    this.max = max;
  }

  static Future<Raw> read(HttpClientResponse response, int max) {
    ReplyReader reader = new ReplyReader(response, max);
    response.handler(reader::add);
    response.endHandler(end -> reader.finish());
    response.exceptionHandler(reader.done::tryFail);
    return reader.done.future();
  }

  private void add(Buffer chunk) {
    int room = max - read.length();
    read.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
    if (chunk.length() > room) {
      // The status has said all; what follows is not worth waiting for.
      finish();
      response.request().reset();
    }
  }

  private void finish() {
    done.tryComplete(
        new Raw(
            response.statusCode(),
            response.getHeader("Retry-After"),
            read.toString(StandardCharsets.UTF_8)));
  }
}
