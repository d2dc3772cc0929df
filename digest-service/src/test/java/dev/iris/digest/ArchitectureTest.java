package dev.iris.digest;

import dev.iris.web.testing.ArchitectureContract;

class ArchitectureTest extends ArchitectureContract {}
