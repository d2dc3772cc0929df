package dev.iris.messaging.redis;

import dev.iris.testing.RedisServer;
import dev.iris.testing.RequiresPeer;
import java.nio.file.Path;

/** On the machine's own Redis, 7.0 on Debian 12. */
@RequiresPeer("redis-server")
class ConnectorOnInstalledRedisTest extends ConnectorContract {

  @Override
  RedisServer start(Path folder) {
    return RedisServer.onPath(folder);
  }
}
