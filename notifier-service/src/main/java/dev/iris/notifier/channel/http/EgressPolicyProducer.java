package dev.iris.notifier.channel.http;

import dev.iris.web.IpRange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/** The policy of the configuration; a network that cannot be read stops the start. */
@ApplicationScoped
class EgressPolicyProducer {

  @Produces
  @Singleton
  EgressPolicy policy(HttpConfig config) {
    List<IpRange> allowed =
        config.allowNetworks().orElse(List.of()).stream().map(IpRange::parse).toList();
    return new EgressPolicy(
        allowed, config.allowPlainHttp(), config.localInboxUrl().map(EgressPolicyProducer::door));
  }

  private static EgressPolicy.Door door(URI inbox) {
    try {
      return new EgressPolicy.Door(
          InetAddress.getByName(inbox.getHost()).getHostAddress(), inbox.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(
          "iris.notifier.local-inbox-url names a host that does not resolve", e);
    }
  }
}
