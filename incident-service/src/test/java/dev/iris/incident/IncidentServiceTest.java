package dev.iris.incident;

import dev.iris.web.testing.ServiceContract;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithPeers
class IncidentServiceTest extends ServiceContract {}
