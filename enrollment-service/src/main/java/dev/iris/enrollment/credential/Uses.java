package dev.iris.enrollment.credential;

import com.fasterxml.jackson.databind.JsonNode;
import dev.iris.web.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a credential may be used. Whoever may point a host at an address of theirs must not get a password sent there.
 *
 * @param networks CIDR; anywhere if there are none
 * @param ports any if there are none
 */
public record Uses(List<String> networks, List<Integer> ports) {

  /** Anywhere. */
  public static final Uses ANYWHERE = new Uses(List.of(), List.of());

  private static final int MOST = 64;

  public Uses {
    networks = List.copyOf(networks);
    ports = List.copyOf(ports);
  }

  /** Reads {@code networks} and {@code ports}. */
  static Uses read(JsonFields fields) {
    List<String> networks = new ArrayList<>();
    for (JsonNode network : fields.elements("networks", MOST)) {
      boolean fits = network.isTextual() && Network.of(network.textValue()).isPresent();
      fields.require(fits, "networks", "must be networks such as 10.0.0.0/8 or fd00::/8");
      networks.add(network.asText());
    }
    List<Integer> ports = new ArrayList<>();
    for (JsonNode port : fields.elements("ports", MOST)) {
      boolean fits =
          port.isIntegralNumber()
              && port.canConvertToInt()
              && port.intValue() >= 1
              && port.intValue() <= 65535;
      fields.require(fits, "ports", "must be whole numbers from 1 to 65535");
      ports.add(port.asInt());
    }
    return new Uses(networks, ports);
  }

  /** Why it may not be used there; empty if it may. A name is in no network: what it resolves to is not in our hands. */
  public Optional<String> refusal(String address, int port) {
    if (!ports.isEmpty() && !ports.contains(port)) {
      return Optional.of("may not be used for port " + port);
    }
    boolean inside =
        networks.isEmpty()
            || Network.literal(address)
                .filter(
                    bytes ->
                        networks.stream()
                            .flatMap(text -> Network.of(text).stream())
                            .anyMatch(network -> network.contains(bytes)))
                .isPresent();
    return inside
        ? Optional.empty()
        : Optional.of("may be used for IP addresses in " + String.join(", ", networks) + " only");
  }
}
