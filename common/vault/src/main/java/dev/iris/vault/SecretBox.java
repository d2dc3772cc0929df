package dev.iris.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets with AES-256-GCM, each with a key of its own, and that key with the key of a file. What is sealed is bound to
 * its owner and field: moved to another row, it does not open. One key seals; older ones may still open what they sealed.
 */
public final class SecretBox {

  private static final int NONCE_BYTES = 12;
  private static final int KEY_BYTES = 32;
  private static final int TAG_BITS = 128;
  private static final String SCHEME = "1";

  private final SecureRandom random = new SecureRandom();
  private final KeyEncryptionKey kek;
  private final Map<String, KeyEncryptionKey> readable;

  /** A box whose keys are sealed with this one. */
  public SecretBox(KeyEncryptionKey kek) {
    this(kek, List.of());
  }

  /** A box whose keys are sealed with the first, and that opens what the older ones sealed. */
  public SecretBox(KeyEncryptionKey kek, List<KeyEncryptionKey> older) {
    this.kek = kek;
    this.readable =
        Stream.concat(Stream.of(kek), older.stream())
            .collect(
                Collectors.toUnmodifiableMap(
                    KeyEncryptionKey::id, Function.identity(), (first, same) -> first));
  }

  /** The key that seals. */
  public String kekId() {
    return kek.id();
  }

  /** The keys that open. */
  public Set<String> readableKekIds() {
    return readable.keySet();
  }

  /**
   * A sealed secret, as it is stored.
   *
   * @param kekId names the key that {@code wrappedKey} is sealed with
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Sealed(String kekId, byte[] wrappedKey, byte[] sealed) {}

  /** A secret did not open: another key, another place, or changed bytes. The message says nothing of the content. */
  public static final class UnopenedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnopenedException(String message) {
      super(message);
    }
  }

  /**
   * Seals a field's secret.
   *
   * @param owner whose it is: an id without {@code |}
   */
  public Sealed seal(String owner, String field, Secret secret) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    byte[] text = secret.bytes();
    try {
      byte[] place = place(owner, field);
      return new Sealed(
          kek.id(),
          encrypt(kek.key(), place, key),
          encrypt(new SecretKeySpec(key, "AES"), place, text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM must be there", e);
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * Opens what was sealed for this field.
   *
   * @throws UnopenedException if it was sealed with another key or for another place, or was changed
   */
  public Secret open(String owner, String field, Sealed sealed) {
    byte[] place = place(owner, field);
    byte[] key = unwrap(owner, field, sealed);
    try {
      byte[] text = decrypt(new SecretKeySpec(key, "AES"), place, sealed.sealed());
      Secret secret = new Secret(new String(text, StandardCharsets.UTF_8));
      Arrays.fill(text, (byte) 0);
      return secret;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unopened(owner, field);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * The same secret under the key that seals now; its text is not opened for that.
   *
   * @throws UnopenedException if its key does not open
   */
  public Sealed rewrap(String owner, String field, Sealed sealed) {
    byte[] key = unwrap(owner, field, sealed);
    try {
      return new Sealed(kek.id(), encrypt(kek.key(), place(owner, field), key), sealed.sealed());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM must be there", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] unwrap(String owner, String field, Sealed sealed) {
    KeyEncryptionKey wrapping = readable.get(sealed.kekId());
    if (wrapping == null) {
      throw new UnopenedException(
          "the secret " + field + " of " + owner + " was sealed with another key file");
    }
    try {
      return decrypt(wrapping.key(), place(owner, field), sealed.wrappedKey());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unopened(owner, field);
    }
  }

  private static UnopenedException unopened(String owner, String field) {
    return new UnopenedException("the secret " + field + " of " + owner + " does not open");
  }

  private byte[] encrypt(SecretKey key, byte[] place, byte[] text) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(text);
    byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
    System.arraycopy(encrypted, 0, both, NONCE_BYTES, encrypted.length);
    return both;
  }

  private static byte[] decrypt(SecretKey key, byte[] place, byte[] both)
      throws GeneralSecurityException {
    if (both.length <= NONCE_BYTES) {
      throw new IllegalArgumentException("too short");
    }
    byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
    return cipher(Cipher.DECRYPT_MODE, key, nonce, place)
        .doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES);
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place);
    return cipher;
  }

  private static byte[] place(String owner, String field) {
    return (owner + "|" + field + "|" + SCHEME).getBytes(StandardCharsets.UTF_8);
  }
}
