/**
 * What every HTTP interface of Iris has in common: errors as {@code application/problem+json} and pages of lists. Keys and
 * the table of operations are in {@code access}; the defaults that all services share are in
 * {@code META-INF/microprofile-config.properties}.
 */
@NullMarked
package dev.iris.web;

import org.jspecify.annotations.NullMarked;
