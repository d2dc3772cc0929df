package dev.iris.enrollment.enrolling;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The steps of a job, in their order. */
@ApplicationScoped
class Steps {

  private final List<Step> inOrder;

  Steps(ConnectStep connect, InspectStep inspect) {
    inOrder = List.of(connect, inspect);
  }

  List<Step> inOrder() {
    return inOrder;
  }

  List<String> names() {
    return inOrder.stream().map(Step::name).toList();
  }
}
