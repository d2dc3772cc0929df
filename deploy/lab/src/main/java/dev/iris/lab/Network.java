package dev.iris.lab;

/**
 * The network of a lab: a bridge on this machine, a namespace for each host. Nothing routes out of it, so what the hosts
 * install comes from the lab.
 *
 * @param prefix the first three bytes of its addresses
 */
public record Network(String prefix) {

  /** Where a lab is when nobody asks for another place. */
  public static final Network USUAL = new Network("10.77.0");

  private static final int BEFORE_FIRST_HOST = 10;

  public Network {
    if (!prefix.matches("10\\.[0-9]{1,3}\\.[0-9]{1,3}")) {
      throw new LabException("A lab's network is the first three bytes of one in 10/8: 10.77.0");
    }
  }

  /** This machine's address in it. */
  public String gateway() {
    return prefix + ".1";
  }

  /** The address of a host, counted from 1. */
  public String address(int host) {
    return prefix + "." + (BEFORE_FIRST_HOST + host);
  }

  /** Names of interfaces have 15 characters at most. */
  private String id() {
    return prefix.substring("10.".length()).replace('.', '-');
  }

  String bridge() {
    return "iris" + id();
  }

  /** Of a host's namespace, cgroup and machine: no other lab has it. */
  String scoped(String host) {
    return bridge() + "-" + host;
  }

  private String port(String host) {
    return "v" + id() + host;
  }

  /**
   * @throws LabException if another lab, or anything else, has its address
   */
  void refuseIfTaken() {
    String taken = Tool.run("ip", "-o", "address", "show", "to", gateway() + "/24").strip();
    if (!taken.isEmpty()) {
      throw new LabException(
          "The network %s.0/24 is in use on this machine (%s). Another lab? Take it down, or choose another network with --network."
              .formatted(prefix, taken.split("\\s+", 3)[1]));
    }
  }

  void open() {
    Tool.run("ip", "link", "add", bridge(), "type", "bridge");
    Tool.run("ip", "address", "add", gateway() + "/24", "dev", bridge());
    Tool.run("ip", "link", "set", bridge(), "up");
  }

  /** Makes a host's namespace with an interface of its own. */
  void attach(String host, String address) {
    String namespace = scoped(host);
    Tool.run("ip", "netns", "add", namespace);
    Tool.run(
        "ip",
        "link",
        "add",
        port(host),
        "type",
        "veth",
        "peer",
        "name",
        "host0",
        "netns",
        namespace);
    Tool.run("ip", "link", "set", port(host), "master", bridge(), "up");
    Tool.run("ip", "-n", namespace, "link", "set", "lo", "up");
    Tool.run("ip", "-n", namespace, "address", "add", address + "/24", "dev", "host0");
    Tool.run("ip", "-n", namespace, "link", "set", "host0", "up");
    Tool.run("ip", "-n", namespace, "route", "add", "default", "via", gateway());
  }

  /** The other end of its cable is in the namespace and goes with it. */
  void detach(String host) {
    Tool.succeeds("ip", "netns", "delete", scoped(host));
  }

  void close() {
    Tool.succeeds("ip", "link", "delete", bridge());
  }

  /** As if a host's cable were pulled, or put in again. */
  void plug(String host, boolean in) {
    Tool.run("ip", "link", "set", port(host), in ? "up" : "down");
  }
}
