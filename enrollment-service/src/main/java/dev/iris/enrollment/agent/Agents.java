package dev.iris.enrollment.agent;

import dev.iris.enrollment.detect.HostFacts;
import dev.iris.enrollment.remote.RemoteHost;
import java.util.function.Consumer;

/** Makes agents for hosts. */
public interface Agents {

  /**
   * An agent for a host.
   *
   * @param facts what the host is, fresh
   * @param tell receives what commands print, secrets and all
   */
  Agent on(RemoteHost host, HostFacts facts, AgentWish wish, Consumer<String> tell);
}
