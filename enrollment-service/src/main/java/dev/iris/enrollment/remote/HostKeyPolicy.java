package dev.iris.enrollment.remote;

import java.util.List;

/** Which key a host must show before anything is sent to it. Decided in memory, at once; nobody is asked meanwhile. */
public sealed interface HostKeyPolicy {

  /** What to do with a key that a host shows. */
  enum Verdict {
    ACCEPTED,
    UNKNOWN,
    CHANGED
  }

  /** What this policy says of a key. */
  Verdict judge(HostKey shown);

  /** Only one of these keys, which were seen and approved before. */
  record Pinned(List<HostKey> keys) implements HostKeyPolicy {
    public Pinned {
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("at least one key must be pinned");
      }
      keys = List.copyOf(keys);
    }

    @Override
    public Verdict judge(HostKey shown) {
      return keys.contains(shown) ? Verdict.ACCEPTED : Verdict.CHANGED;
    }
  }

  /** Only a key with this fingerprint ({@code SHA256:…}), which somebody read from the host's console. */
  record Fingerprint(String sha256) implements HostKeyPolicy {
    public Fingerprint {
      if (!HostKey.isFingerprint(sha256)) {
        throw new IllegalArgumentException("the fingerprint must read SHA256: and 43 characters");
      }
    }

    @Override
    public Verdict judge(HostKey shown) {
      return shown.fingerprint().equals(sha256) ? Verdict.ACCEPTED : Verdict.CHANGED;
    }
  }

  /** Whatever key it shows. Who uses this has decided that the login may be sent to it. */
  record AcceptFirst() implements HostKeyPolicy {
    @Override
    public Verdict judge(HostKey shown) {
      return Verdict.ACCEPTED;
    }
  }

  /** None: the connection ends with {@link RemoteFault.HostKeyUnknown}, which has the key for a person to approve. */
  record Ask() implements HostKeyPolicy {
    @Override
    public Verdict judge(HostKey shown) {
      return Verdict.UNKNOWN;
    }
  }
}
