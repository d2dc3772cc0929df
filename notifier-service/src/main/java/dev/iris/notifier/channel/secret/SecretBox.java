package dev.iris.notifier.channel.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets with AES-256-GCM, each with a key of its own, and that key with the key of the file. What is sealed is bound to
 * its channel and field: moved to another row, it does not open.
 */
public final class SecretBox {

  private static final int NONCE_BYTES = 12;
  private static final int KEY_BYTES = 32;
  private static final int TAG_BITS = 128;
  private static final String SCHEME = "1";

  private final SecureRandom random = new SecureRandom();
  private final KeyEncryptionKey kek;

  /** A box whose keys are sealed with this one. */
  public SecretBox(KeyEncryptionKey kek) {
    this.kek = kek;
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

  /** Seals a field's secret. */
  public Sealed seal(String channelId, String field, Secret secret) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    try {
      byte[] place = place(channelId, field);
      return new Sealed(
          kek.id(),
          encrypt(kek.key(), place, key),
          encrypt(new SecretKeySpec(key, "AES"), place, secret.bytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM must be there", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Opens what was sealed for this field.
   *
   * @throws UnopenedException if it was sealed with another key or for another place, or was changed
   */
  public Secret open(String channelId, String field, Sealed sealed) {
    if (!sealed.kekId().equals(kek.id())) {
      throw new UnopenedException(
          "the secret " + field + " of channel " + channelId + " was sealed with another key file");
    }
    try {
      byte[] place = place(channelId, field);
      byte[] key = decrypt(kek.key(), place, sealed.wrappedKey());
      byte[] text = decrypt(new SecretKeySpec(key, "AES"), place, sealed.sealed());
      Arrays.fill(key, (byte) 0);
      return new Secret(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnopenedException(
          "the secret " + field + " of channel " + channelId + " does not open");
    }
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

  private static byte[] place(String channelId, String field) {
    return (channelId + "|" + field + "|" + SCHEME).getBytes(StandardCharsets.UTF_8);
  }
}
