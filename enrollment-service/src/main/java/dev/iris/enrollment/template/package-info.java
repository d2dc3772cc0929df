/**
 * Alloy configs from templates: what a host is to run, rendered, checked as Alloy would check it, and never with a secret in it.
 *
 * <p>Templates are kept with their versions; the built-in ones are version 0. Template texts, settings and facts are hostile input:
 * a value ends up inside a string literal or is refused.
 */
@NullMarked
package dev.iris.enrollment.template;

import org.jspecify.annotations.NullMarked;
