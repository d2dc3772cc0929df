package dev.iris.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A host of the lab.
 *
 * @param name h1, h2 and so on
 * @param folder what is kept of it; {@code console.log} is what it printed while it started
 */
public record LabHost(String name, String address, Base base, Path folder) {

  private static final int PATIENCE_MILLIS = 2_000;
  private static final int SSH = 22;

  static LabHost in(Path folder) {
    String[] noted = LabFolder.read(folder.resolve("host")).split(" ", 2);
    return new LabHost(
        folder.getFileName().toString(), noted[0], Base.named(noted[1]).orElseThrow(), folder);
  }

  void note() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("host"), address + " " + base.id() + "\n");
  }

  /** Whether its sshd greets. */
  public boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, SSH), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      byte[] greeting = socket.getInputStream().readNBytes(4);
      return new String(greeting, StandardCharsets.US_ASCII).equals("SSH-");
    } catch (IOException e) {
      return false;
    }
  }

  /** The host's file system, as this machine sees it. */
  public Path root() {
    return folder.resolve("root");
  }

  Daemon container() {
    return new Daemon(folder.resolve("pid"));
  }

  /** Process 1 of the host; none if it does not run. */
  List<ProcessHandle> init() {
    return container().process().stream().flatMap(ProcessHandle::children).toList();
  }
}
