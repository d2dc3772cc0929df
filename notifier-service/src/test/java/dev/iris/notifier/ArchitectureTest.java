package dev.iris.notifier;

import dev.iris.web.testing.ArchitectureContract;

class ArchitectureTest extends ArchitectureContract {}
