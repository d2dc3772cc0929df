package dev.iris.enrollment;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.InstantSource;

/** The one clock; tests put their own in its place. */
@ApplicationScoped
class SystemTime {

  @Produces
  @ApplicationScoped
  @DefaultBean
  InstantSource clock() {
    return InstantSource.system();
  }
}
