package dev.iris.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the owner of a key may do. A key has one role; the table of operations says which roles may call what. */
public enum Role {
  /** Everything. */
  ADMIN,
  /** Runs Iris day by day. */
  OPERATOR,
  /** Reads. */
  VIEWER,
  /** An Alertmanager: posts alerts, reads nothing. */
  ALERT_SOURCE,
  /** A pipeline: reports deployments, enrols hosts. */
  DEPLOYER,
  /** Whatever makes and ends machines: enrols hosts, and decommissions those that it enrolled. */
  PROVISIONER;

  /** As written in the key file and in the table: {@code alert-source}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The role of that name, if there is one. */
  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }
}
