package dev.iris.incident;

import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** PostgreSQL and Redis for a test of the whole service. */
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "incident"))
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(TestPace.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WithPeers {}
