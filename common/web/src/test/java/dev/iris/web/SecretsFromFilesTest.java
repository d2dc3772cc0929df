package dev.iris.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** X2: orchestrators mount secrets as files; the file's name is the property's. */
class SecretsFromFilesTest {

  @Test
  void shouldReadASecretFromTheFileNamedLikeItsProperty(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("iris.db.password"), "from a file\n");

    String password =
        new SmallRyeConfigBuilder()
            .addDiscoveredSources()
            .withDefaultValue("smallrye.config.source.file.locations", folder.toString())
            .build()
            .getValue("iris.db.password", String.class);

    assertThat(password).isEqualTo("from a file");
  }
}
