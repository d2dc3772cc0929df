package dev.iris.enrollment.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The keys that packages of Alloy must be signed with: a file, and the fingerprints of the keys in it, which come another way. Only
 * a file that holds these keys and no others is used.
 */
final class SigningKeys {

  private static final int MAX_LENGTH = 256 * 1024;
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN PGP PUBLIC KEY BLOCK-----\\R(?:[^\\n]*: [^\\n]*\\R)*\\s*\\R([A-Za-z0-9+/=\\s]+?)(?:\\R=[A-Za-z0-9+/]{4})?\\s*-----END PGP PUBLIC KEY BLOCK-----");
  private static final int PUBLIC_KEY = 6;

  private final Optional<Path> file;
  private final Set<String> pinned;

  SigningKeys(Optional<Path> file, List<String> fingerprints) {
    this.file = file;
    pinned =
        fingerprints.stream()
            .map(print -> print.replaceAll("[\\s:]", "").toUpperCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The text of the file; nothing if it cannot be used. Read anew each time: keys are replaced before they expire. */
  Optional<String> usable() {
    return file.flatMap(SigningKeys::read).filter(this::isPinned);
  }

  /** What keeps the keys from being used, if anything. */
  Optional<Trouble> trouble() {
    if (file.isEmpty() || pinned.isEmpty() || !Files.isReadable(file.get())) {
      return Optional.of(Trouble.REPOSITORY_KEY_MISSING);
    }
    return usable().isPresent() ? Optional.empty() : Optional.of(Trouble.REPOSITORY_KEY_UNUSABLE);
  }

  private boolean isPinned(String text) {
    Set<String> found = fingerprints(text);
    return !found.isEmpty() && found.equals(pinned);
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.size(file) > MAX_LENGTH ? Optional.empty() : Optional.of(Files.readString(file));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Of all keys in an armored text; none if any of it cannot be understood. */
  static Set<String> fingerprints(String armored) {
    Set<String> found = new HashSet<>();
    Matcher block = BLOCK.matcher(armored);
    try {
      while (block.find()) {
        ByteBuffer packets = ByteBuffer.wrap(Base64.getMimeDecoder().decode(block.group(1)));
        while (packets.hasRemaining()) {
          int tag = Byte.toUnsignedInt(packets.get());
          byte[] body = new byte[length(tag, packets)];
          packets.get(body);
          if (number(tag) == PUBLIC_KEY) {
            found.add(fingerprint(body));
          }
        }
      }
    } catch (RuntimeException malformed) {
      return Set.of();
    }
    return found;
  }

  private static int number(int tag) {
    return (tag & 0x40) == 0 ? (tag >> 2) & 0x0F : tag & 0x3F;
  }

  /** RFC 9580, 4.2: of the old format by the tag's last bits, of the new one by the length's first octet. */
  private static int length(int tag, ByteBuffer packets) {
    if ((tag & 0x80) == 0) {
      throw new IllegalArgumentException("not a packet");
    }
    if ((tag & 0x40) == 0) {
      return switch (tag & 3) {
        case 0 -> Byte.toUnsignedInt(packets.get());
        case 1 -> Short.toUnsignedInt(packets.getShort());
        case 2 -> packets.getInt();
        default -> throw new IllegalArgumentException("a packet without a length");
      };
    }
    int first = Byte.toUnsignedInt(packets.get());
    if (first < 192) {
      return first;
    }
    if (first < 224) {
      return ((first - 192) << 8) + Byte.toUnsignedInt(packets.get()) + 192;
    }
    if (first == 255) {
      return packets.getInt();
    }
    throw new IllegalArgumentException("a packet in parts");
  }

  private static String fingerprint(byte[] body) {
    if (body.length == 0 || body[0] != 4) {
      throw new IllegalArgumentException("a key of another version");
    }
    ByteBuffer head = ByteBuffer.allocate(3).put((byte) 0x99).putShort((short) body.length);
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(head.array());
      return HexFormat.of().withUpperCase().formatHex(sha1.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
