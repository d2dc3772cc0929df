package dev.iris.enrollment.enrolling;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The steps of jobs, in their order. */
@ApplicationScoped
class Steps {

  private final List<Step> enroll;
  private final List<Step> decommission;

  Steps(CheckStep check, RegisterStep register, VerifyStep verify, RetireStep retire) {
    Step connect = new ConnectStep();
    Step inspect = new InspectStep();
    enroll =
        List.of(
            connect,
            inspect,
            check,
            new AgentStep("install", (agent, wanted) -> agent.install()),
            new AgentStep("configure", (agent, wanted) -> agent.configure()),
            new AgentStep("validate", (agent, wanted) -> agent.validate()),
            new AgentStep("firewall", (agent, wanted) -> agent.firewall()),
            new AgentStep("start", (agent, wanted) -> agent.start()),
            register,
            verify);
    decommission =
        List.of(
            retire,
            connect,
            inspect,
            new AgentStep("remove", (agent, wanted) -> agent.remove(wanted.uninstall())));
  }

  /** Those of a job. */
  List<Step> of(Wanted wanted) {
    return switch (wanted.action()) {
      case ENROLL -> enroll;
      case DECOMMISSION -> decommission;
    };
  }

  /** What they are called. */
  List<String> names(Wanted wanted) {
    return of(wanted).stream().map(Step::name).toList();
  }
}
