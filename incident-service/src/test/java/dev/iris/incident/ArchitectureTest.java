package dev.iris.incident;

import dev.iris.web.testing.ArchitectureContract;

class ArchitectureTest extends ArchitectureContract {}
