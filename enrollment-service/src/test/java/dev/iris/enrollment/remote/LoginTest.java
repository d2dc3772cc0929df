package dev.iris.enrollment.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.iris.vault.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

  private static final Secret PASSWORD = new Secret("correct horse");

  @Test
  void shouldTellNothingOfItsSecrets() {
    Login login = Login.withPassword("ops", PASSWORD).andSudo(new Secret("battery staple"));

    assertThat(login).hasToString("Login[ops]");
    assertThat(login.password()).hasToString("***");
  }

  @Test
  void shouldWipeItsSecrets() {
    Secret password = new Secret("correct horse");

    Login.withPassword("ops", password).close();

    assertThat(password.reveal()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-l", "a\nb", "a'b", "$(id)", "`id`"})
  void shouldRefuseWhatNoAccountIsCalled(String user) {
    assertThatIllegalArgumentException().isThrownBy(() -> Login.withPassword(user, PASSWORD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops", "first.last@example.org", "CORP\\ops"})
  void shouldTakeNamesOfDirectoriesToo(String user) {
    assertThat(Login.withPassword(user, PASSWORD).user()).isEqualTo(user);
  }
}
