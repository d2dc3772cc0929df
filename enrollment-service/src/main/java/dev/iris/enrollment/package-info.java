/** The enrollment service; its features are packages below this one. */
@NullMarked
package dev.iris.enrollment;

import org.jspecify.annotations.NullMarked;
