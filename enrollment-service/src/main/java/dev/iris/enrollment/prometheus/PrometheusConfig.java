package dev.iris.enrollment.prometheus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** The Prometheus servers that scrape hosts. Public, as the framework reflects on mappings that hold maps. */
@ConfigMapping(prefix = "iris.enrollment.prometheus")
public interface PrometheusConfig {

  /** By the names that requests call them; without one in a request it is {@code default}. */
  @WithParentName
  Map<String, Server> instances();

  /** One Prometheus. */
  interface Server {

    /** How it learns of targets. */
    @WithDefault("files")
    Discovery discovery();

    /** The folder that its {@code file_sd_configs} read; needed for {@code files}, and there before the service starts. */
    Optional<Path> targetsFolder();

    /** Where it answers queries, a path prefix included. Without it nothing can be proven. */
    Optional<URI> url();

    /** A file that holds the value of the header {@code Authorization} for queries, such as {@code Bearer …}. */
    Optional<Path> authorizationFile();

    /** How often it scrapes these targets: {@code scrape_interval} of the job. */
    @WithDefault("PT15S")
    @DurationMin(millis = 100)
    Duration scrapeInterval();

    /**
     * How long it may take until it knows of a new target: a few seconds with files, with HTTP discovery the job's {@code
     * refresh_interval}. Without a value 10 seconds and 60 seconds.
     */
    Optional<Duration> noticedAfter();

    /**
     * Addresses or networks (CIDR) that it scrapes from: on enrolled hosts firewalls let these reach the ports of metrics, and nobody
     * else.
     */
    Optional<List<String>> scrapesFrom();
  }
}
