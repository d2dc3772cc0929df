package dev.iris.messaging.redis;

import dev.iris.testing.RedisServer;
import java.nio.file.Path;

class ConnectorOnRedis62Test extends ConnectorContract {

  @Override
  RedisServer start(Path folder) {
    return RedisServer.embedded(folder);
  }
}
