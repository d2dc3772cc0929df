package dev.iris.local.launcher;

import dev.iris.local.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the built parts of Iris are. */
public record Checkout(Path root) {

  public Checkout {
    root = root.toAbsolutePath().normalize();
  }

  /** The one that this program was started from: {@code ./iris} says which. */
  public static Checkout ours() {
    return new Checkout(Path.of(System.getProperty("iris.home", ".")));
  }

  /** Where a person finds the data if they do not say where it is to be. */
  public Path defaultData() {
    return root.resolve(".iris");
  }

  /** This module's own jar; its libraries are beside it, and its manifest names them. */
  Path localJar() {
    return existing(root.resolve("deploy/local/target/iris-local.jar"));
  }

  /** What is unpacked once and used by all data folders. */
  Path unpacked() {
    return root.resolve("deploy/local/target/unpacked");
  }

  Path routes() {
    return existing(root.resolve("deploy/routes.yaml"));
  }

  /** The runnable jar of a service; its libraries are beside it. */
  Path serviceJar(String service) {
    Path target = root.resolve(service).resolve("target");
    if (!Files.isDirectory(target)) {
      return existing(target);
    }
    try (Stream<Path> files = Files.list(target)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith("-runner.jar")).toList();
      return jars.isEmpty() ? existing(target.resolve(service + "-runner.jar")) : jars.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new Refusal("Iris is not built completely: %s is missing.".formatted(path));
    }
    return path;
  }
}
