package dev.iris.enrollment.remote;

/**
 * One host on the way, with what is needed to be let in.
 *
 * @param hostKey decided before the login is sent
 */
public record Hop(Endpoint endpoint, Login login, HostKeyPolicy hostKey) {}
