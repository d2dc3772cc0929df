package dev.iris.digest;

import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import dev.iris.web.testing.KeyedContract;
import dev.iris.web.testing.WithKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "digest"))
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(value = WithKeys.class, restrictToAnnotatedClass = true)
class KeyedDigestServiceTest extends KeyedContract {}
