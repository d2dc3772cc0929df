package dev.iris.enrollment.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.iris.enrollment.remote.HostKeyPolicy.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostKeyPolicyTest {

  // ssh-keygen -lf says of this key: SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU
  private static final HostKey GITHUB =
      HostKey.parse(
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl github.com");
  private static final HostKey OTHER =
      HostKey.parse(
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJm");
  private static final String PRINT = "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU";

  @Test
  void shouldShowTheFingerprintThatPeopleCompare() {
    assertThat(GITHUB.fingerprint()).isEqualTo(PRINT);
  }

  @Test
  void shouldJudgeByWhatWasApproved() {
    assertThat(new HostKeyPolicy.Pinned(List.of(GITHUB)).judge(GITHUB)).isEqualTo(Verdict.ACCEPTED);
    assertThat(new HostKeyPolicy.Pinned(List.of(GITHUB)).judge(OTHER)).isEqualTo(Verdict.CHANGED);
    assertThat(new HostKeyPolicy.Fingerprint(PRINT).judge(GITHUB)).isEqualTo(Verdict.ACCEPTED);
    assertThat(new HostKeyPolicy.Fingerprint(PRINT).judge(OTHER)).isEqualTo(Verdict.CHANGED);
    assertThat(new HostKeyPolicy.Ask().judge(GITHUB)).isEqualTo(Verdict.UNKNOWN);
  }
}
