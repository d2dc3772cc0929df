package dev.iris.enrollment.remote.ssh;

import dev.iris.enrollment.remote.RemoteFault;
import dev.iris.enrollment.remote.RemoteFault.Plain;
import dev.iris.vault.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** Reads private keys: OpenSSH's own format, and PEM (PKCS#1, PKCS#8, SEC 1), with and without a passphrase. */
final class PrivateKeys {

  private static final int MIN_RSA_BITS = 2048;

  private PrivateKeys() {}

  /** A key that cannot be used, and why. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient RemoteFault fault;

    UnusableException(RemoteFault fault) {
      super(fault.code());
      this.fault = fault;
    }

    RemoteFault fault() {
      return fault;
    }
  }

  /** The first key in the text. */
  static KeyPair read(Secret key, @Nullable Secret passphrase) throws UnusableException {
    byte[] text = key.bytes();
    Passphrase given = new Passphrase(passphrase);
    try {
      Iterable<KeyPair> pairs =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName("key"), new ByteArrayInputStream(text), given);
      Iterator<KeyPair> found = pairs == null ? null : pairs.iterator();
      if (found == null || !found.hasNext()) {
        throw new UnusableException(Plain.KEY_UNUSABLE);
      }
      return strong(found.next());
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // the library's messages are not for people, and some quote what they could not read
      throw new UnusableException(given.asked ? Plain.PASSPHRASE_WRONG : Plain.KEY_UNUSABLE);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static KeyPair strong(KeyPair pair) throws UnusableException {
    if (pair.getPublic() instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      throw new UnusableException(Plain.KEY_UNUSABLE);
    }
    return pair;
  }

  /** Remembers whether the key asked for it: only then can it be what is wrong. */
  private static final class Passphrase implements FilePasswordProvider {

    private final @Nullable Secret passphrase;
    private boolean asked;

    Passphrase(@Nullable Secret passphrase) {
      this.passphrase = passphrase;
    }

    @Override
    public @Nullable String getPassword(
        @Nullable SessionContext session, NamedResource resource, int retry) {
      asked = true;
      return passphrase == null || retry > 0 ? null : passphrase.reveal();
    }
  }
}
