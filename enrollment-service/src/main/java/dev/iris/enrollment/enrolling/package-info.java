/** Enrolment jobs: asked for, done step by step by whichever replica has a hand free, and told of as they go. */
@NullMarked
package dev.iris.enrollment.enrolling;

import org.jspecify.annotations.NullMarked;
