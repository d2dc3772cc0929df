package dev.iris.incident;

import dev.iris.web.testing.KeyedContract;
import dev.iris.web.testing.WithKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithPeers
@QuarkusTestResource(value = WithKeys.class, restrictToAnnotatedClass = true)
class KeyedIncidentServiceTest extends KeyedContract {}
