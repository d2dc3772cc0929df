package dev.iris.enrollment;

import dev.iris.testing.PostgresResource;
import dev.iris.testing.RedisResource;
import dev.iris.web.testing.ServiceContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "enrollment"))
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(VaultResource.class)
class EnrollmentServiceTest extends ServiceContract {}
