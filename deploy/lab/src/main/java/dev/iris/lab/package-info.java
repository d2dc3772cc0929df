/**
 * {@code ./iris lab}: throw-away hosts with real systemd, sshd and package managers on this machine, and the signed package
 * repository that they install from. For tests of enrolment and for trying it by hand; needs root.
 */
@NullMarked
package dev.iris.lab;

import org.jspecify.annotations.NullMarked;
