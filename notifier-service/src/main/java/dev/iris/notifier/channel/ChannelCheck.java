package dev.iris.notifier.channel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.iris.notifier.throttle.RateLimit;
import dev.iris.vault.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds all that is wrong with a wanted channel at once, and says what it comes to if nothing is. Pure. */
final class ChannelCheck {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** Deliveries that nobody can take are recorded under this name. */
  private static final String RESERVED = "none";

  private static final int MAX_SECRET = 4096;
  private static final int MAX_NAME = 100;

  private final ChannelKinds kinds;
  private final FieldFaults faults = new FieldFaults();

  ChannelCheck(ChannelKinds kinds) {
    this.kinds = kinds;
  }

  /** Whether a channel can have this id. */
  static boolean isId(String id) {
    return ID.matcher(id).matches() && !id.equals(RESERVED);
  }

  /**
   * What is there already.
   *
   * @param secrets the fields that are set
   */
  record Present(String type, ObjectNode settings, Set<String> secrets) {}

  /** A channel without faults. */
  record Checked(ChannelKind kind, String name, ChannelDraft draft, RateLimit rateLimit) {}

  /**
   * The wanted channel.
   *
   * @throws dev.iris.web.IrisProblem 400 with each field at fault
   */
  Checked check(String id, ChannelRequest wanted, Optional<Present> present) {
    faults.require(isId(id), "id", "must be 1 to 63 of a-z 0-9 and -, and not none");
    String name = wanted.name() == null ? "" : wanted.name().strip();
    boolean nameFits =
        !name.isEmpty()
            && name.length() <= MAX_NAME
            && name.chars().noneMatch(Character::isISOControl);
    faults.require(
        nameFits, "name", "must be 1 to " + MAX_NAME + " characters without control characters");
    Optional<ChannelKind> kind = Optional.ofNullable(wanted.type()).flatMap(kinds::find);
    faults.require(kind.isPresent(), "type", "must be one of " + kinds.types());
    faults.require(
        present.isEmpty() || present.get().type().equals(wanted.type()),
        "type",
        "cannot change: make another channel");
    ObjectNode settings = settings(wanted);
    if (kind.isEmpty()) {
      faults.throwIfAny();
      throw new IllegalStateException("a fault was found and not thrown");
    }
    ChannelDraft draft = draft(wanted, settings, kind.get(), present);
    kind.get().check(draft, faults);
    checkTarget(kind.get(), draft, present);
    RateLimit rateLimit = rateLimit(wanted.rateLimit(), kind.get());
    faults.throwIfAny();
    return new Checked(kind.get(), name, draft, rateLimit);
  }

  private ObjectNode settings(ChannelRequest wanted) {
    if (wanted.settings() == null || wanted.settings().isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (wanted.settings() instanceof ObjectNode settings) {
      return settings;
    }
    faults.add("settings", "must be an object");
    return JsonNodeFactory.instance.objectNode();
  }

  private ChannelDraft draft(
      ChannelRequest wanted, ObjectNode settings, ChannelKind kind, Optional<Present> present) {
    Map<String, Optional<Secret>> given = new HashMap<>();
    if (wanted.secrets() == null) {
      return new ChannelDraft(settings, given, present.map(Present::secrets).orElse(Set.of()));
    }
    wanted
        .secrets()
        .forEach(
            (field, text) -> {
              faults.require(
                  kind.secretFields().contains(field),
                  "secrets." + field,
                  "is not a secret of this type of channel");
              boolean fits =
                  text == null
                      || (!text.isBlank()
                          && text.length() <= MAX_SECRET
                          && text.chars().noneMatch(Character::isISOControl));
              faults.require(
                  fits,
                  "secrets." + field,
                  "must be 1 to " + MAX_SECRET + " characters, or null to clear it");
              given.put(field, Optional.ofNullable(text).filter(any -> fits).map(Secret::new));
            });
    return new ChannelDraft(settings, given, present.map(Present::secrets).orElse(Set.of()));
  }

  /** Whoever may edit a channel must not be able to have its secrets sent to an address of theirs. */
  private void checkTarget(ChannelKind kind, ChannelDraft draft, Optional<Present> present) {
    if (present.isEmpty()
        || kind.target(present.get().settings()).equals(kind.target(draft.settings()))) {
      return;
    }
    for (String field : draft.kept()) {
      faults.require(
          draft.given().containsKey(field),
          "secrets." + field,
          "must be given again, or cleared with null: the channel is to go to another address");
    }
  }

  private RateLimit rateLimit(ChannelRequest.@Nullable Rate rate, ChannelKind kind) {
    if (rate == null) {
      return kind.usualRate();
    }
    Double perSecond = rate.perSecond();
    Integer perHour = rate.perHour();
    boolean secondFits = perSecond == null || (perSecond > 0 && perSecond <= 10_000);
    boolean hourFits = perHour == null || (perHour > 0 && perHour <= 10_000_000);
    faults.require(
        secondFits,
        "rateLimit.perSecond",
        "must be above 0 and at most 10000, or null for no limit");
    faults.require(
        hourFits, "rateLimit.perHour", "must be from 1 to 10000000, or null for no limit");
    return secondFits && hourFits ? new RateLimit(perSecond, perHour) : RateLimit.UNLIMITED;
  }
}
