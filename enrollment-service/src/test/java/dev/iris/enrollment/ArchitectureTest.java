package dev.iris.enrollment;

import dev.iris.web.testing.ArchitectureContract;

class ArchitectureTest extends ArchitectureContract {}
