package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.HostKey;
import dev.iris.enrollment.remote.HostKeyPolicy;
import dev.iris.enrollment.remote.HostKeyPolicy.Verdict;
import dev.iris.enrollment.remote.RemoteFault;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one hop must show before it is told anything, and what it did show. It travels with the connection, since the address
 * that the library knows is not the host's where a jump host is between. Judged on a thread that serves other hosts as well:
 * in memory, at once.
 */
final class Handshake {

  private static final AttributeKey<Handshake> OF_CONNECTION = new AttributeKey<>();

  private final HostKeyPolicy policy;
  private volatile @Nullable HostKey shown;
  private volatile boolean nothingInCommon;

  Handshake(HostKeyPolicy policy) {
    this.policy = policy;
  }

  /** For the connection that this is about. */
  AttributeRepository context() {
    return AttributeRepository.ofKeyValuePair(OF_CONNECTION, this);
  }

  /** The key that the host showed, once it did. */
  Optional<HostKey> shown() {
    return Optional.ofNullable(shown);
  }

  /** What is wrong with the key, if anything. */
  Optional<RemoteFault> fault() {
    HostKey key = shown;
    if (key == null) {
      return Optional.empty();
    }
    return switch (policy.judge(key)) {
      case ACCEPTED -> Optional.empty();
      case UNKNOWN -> Optional.of(new RemoteFault.HostKeyUnknown(key));
      case CHANGED -> Optional.of(new RemoteFault.HostKeyChanged(expected(), key));
    };
  }

  /** Whether the host and Iris have no algorithm in common. */
  boolean nothingInCommon() {
    return nothingInCommon;
  }

  private List<String> expected() {
    return switch (policy) {
      case HostKeyPolicy.Pinned pinned -> pinned.keys().stream().map(HostKey::fingerprint).toList();
      case HostKeyPolicy.Fingerprint print -> List.of(print.sha256());
      case HostKeyPolicy.AcceptFirst _, HostKeyPolicy.Ask _ -> List.of();
    };
  }

  private boolean accepts(PublicKey key) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key);
    HostKey found =
        new HostKey(
            KeyUtils.getKeyType(key), Base64.getEncoder().encodeToString(buffer.getCompactData()));
    shown = found;
    return policy.judge(found) == Verdict.ACCEPTED;
  }

  /** The pinned kinds of key first, else a host that was given a further key would seem to have changed; no certificates. */
  private String preferred(String algorithms) {
    Set<String> pinned =
        policy instanceof HostKeyPolicy.Pinned keys
            ? keys.keys().stream().map(key -> family(key.algorithm())).collect(Collectors.toSet())
            : Set.of();
    return Arrays.stream(algorithms.split(",", -1))
        .filter(algorithm -> !algorithm.contains("-cert-"))
        .sorted(Comparator.comparing((String name) -> !pinned.contains(family(name))))
        .collect(Collectors.joining(","));
  }

  /** A key of kind ssh-rsa signs as rsa-sha2-256 or rsa-sha2-512. */
  private static String family(String algorithm) {
    return algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm;
  }

  private static Optional<Handshake> of(Session session) {
    return session instanceof ClientSession client && client.getConnectionContext() != null
        ? Optional.ofNullable(client.getConnectionContext().getAttribute(OF_CONNECTION))
        : Optional.empty();
  }

  /** For the shared client: finds the handshake of each connection. A connection without one is refused. */
  static final class Judge implements ServerKeyVerifier, SessionListener {

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey key) {
      return of(session).map(handshake -> handshake.accepts(key)).orElse(false);
    }

    @Override
    public void sessionNegotiationOptionsCreated(
        Session session, Map<KexProposalOption, String> proposal) {
      of(session)
          .ifPresent(
              handshake ->
                  proposal.computeIfPresent(
                      KexProposalOption.SERVERKEYS, (_, names) -> handshake.preferred(names)));
    }

    @Override
    public void sessionNegotiationEnd(
        Session session,
        Map<KexProposalOption, String> clientProposal,
        Map<KexProposalOption, String> serverProposal,
        Map<KexProposalOption, String> negotiated,
        @Nullable Throwable reason) {
      if (reason != null) {
        of(session).ifPresent(handshake -> handshake.nothingInCommon = true);
      }
    }
  }
}
