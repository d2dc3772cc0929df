/** What every service's tests share about its HTTP interface; published as the test-jar of this module. */
package dev.iris.web.testing;
