package dev.iris.digest.planted.user;

import dev.iris.digest.planted.edge.EdgeResource;

/** Reaches into another feature's edge, another service, and one channel. */
final class User {

  String edge() {
    return new EdgeResource().read();
  }

  Class<?> stranger() {
    return dev.iris.notifier.channel.planted.Letter.class;
  }
}
