package dev.iris.enrollment.agent;

import dev.iris.enrollment.platform.AlloySurvey;
import dev.iris.enrollment.platform.AlloySurvey.FileFound;
import dev.iris.enrollment.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is there, and how it differs from what is wanted.
 *
 * @param seen whether the host answered the look
 * @param ready whether Alloy says that it is
 * @param at when, by the clock of Iris
 * @param keySha256 of the keys that packages must be signed with; empty if there are none
 */
record Found(
    AlloySurvey survey,
    boolean seen,
    boolean ready,
    Instant at,
    Platform platform,
    AgentWish wish,
    Desired desired,
    String keySha256) {

  private static final String FILE_MODE = "640 root:alloy";

  boolean repositoryIsRight() {
    return has(platform.repositoryFile(), SigningKeys.sha256(desired.repositoryText()))
        && has(platform.keyFile(), keySha256)
        && survey.rivals().isEmpty();
  }

  /** The version that will be there; empty if only the repository knows. */
  String wantedVersion() {
    return wish.version().orElse(survey.newest());
  }

  boolean versionIsRight() {
    return !survey.version().isEmpty()
        && (wantedVersion().isEmpty() || wantedVersion().equals(survey.version()));
  }

  boolean holdIsRight() {
    return survey.held() == wish.version().isPresent();
  }

  boolean companionsAreRight() {
    return desired.companions().stream()
        .allMatch(companion -> survey.companionsRight().contains(companion.packageName()));
  }

  boolean installationIsRight() {
    return repositoryIsRight()
        && versionIsRight()
        && holdIsRight()
        && companionsAreRight()
        && !survey.halfDone();
  }

  boolean configIsRight() {
    FileFound config = survey.files().get(platform.alloyConfigFile());
    return config != null
        && config.sha256().equals(desired.configSha256())
        && config.mode().equals(FILE_MODE);
  }

  boolean environmentIsRight() {
    return survey.block().equals(desired.blockSha256())
        && survey.environmentMode().equals(FILE_MODE);
  }

  boolean hasCandidate() {
    return survey.files().containsKey(platform.alloyConfigFile() + ".iris-candidate")
        || survey.files().containsKey(platform.alloyEnvironmentFile() + ".iris-candidate");
  }

  /** Whether somebody else wrote the configuration that is there, or changed what Iris or the package brought. */
  boolean configIsForeign() {
    FileFound config = survey.files().get(platform.alloyConfigFile());
    return config != null
        && !survey.written().contains(config.sha256())
        && (survey.version().isEmpty() || survey.altered().contains(platform.alloyConfigFile()));
  }

  /** Whether Alloy was seen to be ready with just this. */
  boolean ranWithThis() {
    return desired.configSha256().equals(survey.running().get("config")) && needsNoRestart();
  }

  /** Whether a reload would do. */
  boolean needsNoRestart() {
    return survey.active()
        && desired.blockSha256().equals(survey.running().get("block"))
        && survey.version().equals(survey.running().get("version"));
  }

  boolean serviceIsRight() {
    return ranWithThis()
        && ready
        && survey.enabled()
        && !survey.ownUnit()
        && survey.dropIns().isEmpty()
        && survey.otherUnit().isEmpty();
  }

  /** How far the host's clock is from that of Iris; nothing if it did not say. */
  Optional<Duration> clockSkew() {
    return survey.clock().map(clock -> Duration.between(at, clock).abs());
  }

  private boolean has(String path, String sha256) {
    FileFound file = survey.files().get(path);
    return file != null && file.sha256().equals(sha256);
  }
}
