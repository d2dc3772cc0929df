package dev.iris.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.iris.web.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationsTableTest {

  private static final OperationsTable TABLE =
      OperationsTable.parse(
          List.of(
              "# comment",
              "",
              "GET,/a/{id},viewer admin",
              "GET,/a/secret,admin",
              "POST,/a/{id}/b,operator"));

  @Test
  void shouldLetTheMoreLiteralPathDecide() {
    assertThat(roles("GET", "/a/secret")).containsExactly(Role.ADMIN);
    assertThat(roles("GET", "/a/1")).containsExactlyInAnyOrder(Role.ADMIN, Role.VIEWER);
    assertThat(roles("HEAD", "/a/1/")).containsExactlyInAnyOrder(Role.ADMIN, Role.VIEWER);
  }

  @Test
  void shouldKnowNothingElse() {
    assertThat(List.of("/", "/a", "/a/1/b", "/b/1", "/a/1/b/c"))
        .allSatisfy(path -> assertThat(TABLE.find("GET", path)).isEmpty());
    assertThat(TABLE.find("PATCH", "/a/1")).isEmpty();
  }

  @Test
  void shouldNameTheOperationsThatNobodyEntered() {
    String openApi =
        """
        {"paths": {
          "/a/{other}": {"parameters": [], "get": {}, "delete": {}},
          "/a/{id}/b": {"post": {}},
          "/a/new": {"get": {}}
        }}""";

    assertThat(TABLE.unlisted(openApi))
        .containsExactlyInAnyOrder("DELETE /a/{other}", "GET /a/new");
  }

  @Test
  void shouldRefuseATableThatIsWrong() {
    for (var lines :
        List.of(
            List.of("GET,/a"),
            List.of("GET,/a,"),
            List.of("GET,/a,root"),
            List.of("GET,/a/{x},admin", "GET,/a/{y},viewer"))) {
      assertThatIllegalArgumentException().isThrownBy(() -> OperationsTable.parse(lines));
    }
  }

  @Test
  void shouldLetAnAlertSourcePostAlertsAndNothingElse() {
    assertThat(OperationsTable.load().operations())
        .filteredOn(operation -> operation.roles().contains(Role.ALERT_SOURCE) && !operation.open())
        .allSatisfy(operation -> assertThat(operation.path()).startsWith("/webhooks/"));
  }

  private static Set<Role> roles(String method, String path) {
    return TABLE.find(method, path).orElseThrow().roles();
  }
}
