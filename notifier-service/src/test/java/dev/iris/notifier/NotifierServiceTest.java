package dev.iris.notifier;

import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import dev.iris.web.testing.ServiceContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "notifier"))
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(NotifierResource.class)
class NotifierServiceTest extends ServiceContract {}
