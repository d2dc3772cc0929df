package dev.iris.enrollment.platform;

/**
 * Where a host gets Alloy from, and whom it believes.
 *
 * @param url of the repository
 * @param key armored public keys, which alone may have signed it
 */
public record Repository(String url, String key) {}
