package dev.iris.enrollment.agent;

import dev.iris.enrollment.platform.AlloySurvey;
import dev.iris.enrollment.platform.HostScript;
import dev.iris.enrollment.platform.Platform;
import dev.iris.enrollment.platform.ScriptInput;
import dev.iris.enrollment.platform.ScriptReport;
import dev.iris.enrollment.remote.CommandResult;
import dev.iris.enrollment.remote.LoopbackReply;
import dev.iris.enrollment.remote.RemoteException;
import dev.iris.enrollment.remote.RemoteHost;
import dev.iris.enrollment.template.Component;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One host, what is wanted of it, and the way to it.
 *
 * @param tell receives what its commands print
 */
record Site(
    RemoteHost host,
    Platform platform,
    AgentWish wish,
    AgentSettings settings,
    Desired desired,
    Consumer<String> tell,
    InstantSource clock) {

  private static final Duration ASK = Duration.ofSeconds(10);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Runs a script; one that did not come to its end answers with {@link Trouble#HOST_SCRIPT_FAILED}. */
  ScriptReport run(HostScript script, ScriptInput input)
      throws RemoteException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    CommandResult result =
        host.run(script.on(platform, input.and("stamp", STAMP.format(clock.instant()))));
    Optional<ScriptReport> report = ScriptReport.read(result.out());
    if (report.isEmpty()) {
      tell.accept(result.err());
      tell.accept("it ended with code " + result.exitCode() + "\n");
    }
    ScriptReport answer = report.orElseGet(Site::none);
    tell.accept(answer.log());
    return answer;
  }

  /**
   * Looks at what is there.
   *
   * @param askForRepository whether the host is to try to reach it
   */
  Found look(boolean askForRepository) throws RemoteException, InterruptedException {
    ScriptInput input = desired.input();
    ScriptReport report =
        run(
            HostScript.SURVEY,
            askForRepository ? input.and("reach", settings.repository(platform)) : input);
    AlloySurvey survey = AlloySurvey.read(report.facts());
    return new Found(
        survey,
        report.refusal().isEmpty(),
        survey.active() && isReady(),
        clock.instant(),
        platform,
        wish,
        desired,
        settings.keys().usable().map(SigningKeys::sha256).orElse(""));
  }

  /** Whether Alloy says that it is ready; who asks for a login is. */
  boolean isReady() throws RemoteException {
    LoopbackReply reply = ask("GET", "/-/ready");
    return reply.ok() || reply.status() == 401;
  }

  LoopbackReply ask(String method, String path) throws RemoteException {
    return host.ask(Component.ALLOY_PORT, method, path, ASK);
  }

  /** Whether a component answers a scrape, as Alloy's and its companions' do; who asks for a login does. */
  boolean answers(Component component) throws RemoteException {
    String path =
        switch (component.source()) {
          case ALLOY -> settings.componentPath().replace("{id}", component.id());
          case EXPORTER -> "/metrics";
        };
    LoopbackReply reply = host.ask(component.port(), "GET", path, ASK);
    return reply.ok() || reply.status() == 401;
  }

  private static ScriptReport none() {
    return ScriptReport.read("refused=aG9zdC1zY3JpcHQtZmFpbGVk\ncomplete=eWVz\n").orElseThrow();
  }
}
