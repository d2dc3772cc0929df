package dev.iris.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What {@code ./iris test} says at its end: which tests failed, which suites were skipped and why, and the sums. It is run from
 * its source, because it must speak also when nothing could be built; so it uses the JDK only.
 */
public final class TestReport {

  private static final int FAILED = 1;

  private int passed;
  private int skipped;
  private final List<String> failures = new ArrayList<>();
  private final Map<String, TreeSet<String>> reasonsBySkippedSuite = new TreeMap<>();

  private TestReport() {}

  /**
   * Reads the reports of Surefire and Failsafe below a folder, prints, and ends with 1 if a test failed.
   *
   * @param args the folder
   */
  public static void main(String[] args)
      throws IOException, ParserConfigurationException, SAXException {
    TestReport report = new TestReport();
    for (Path file : reports(Path.of(args[0]))) {
      report.add(file);
    }
    report.print();
    if (!report.failures.isEmpty()) {
      System.exit(FAILED);
    }
  }

  private static List<Path> reports(Path root) throws IOException {
    List<Path> reports = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean dull =
                name.equals("node_modules") || (name.startsWith(".") && !folder.equals(root));
            return dull ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            boolean isReport = file.getFileName().toString().matches("TEST-.*\\.xml");
            if (isReport && file.toString().contains("-reports/")) {
              reports.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    reports.sort(Comparator.naturalOrder());
    return reports;
  }

  private void add(Path file) throws IOException, ParserConfigurationException, SAXException {
    Element suite =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    NodeList cases = suite.getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      String name = test.getAttribute("classname");
      if (has(test, "failure") || has(test, "error")) {
        failures.add(name + " " + test.getAttribute("name"));
      } else if (has(test, "skipped")) {
        skipped++;
        String reason =
            ((Element) test.getElementsByTagName("skipped").item(0)).getAttribute("message");
        String suiteName = name.isEmpty() ? suite.getAttribute("name") : name;
        reasonsBySkippedSuite
            .computeIfAbsent(suiteName, key -> new TreeSet<>())
            .add(reason.isBlank() ? "no reason given" : reason);
      } else {
        passed++;
      }
    }
  }

  private static boolean has(Element test, String tag) {
    return test.getElementsByTagName(tag).getLength() > 0;
  }

  private void print() {
    failures.forEach(test -> System.out.println("failed: " + test));
    reasonsBySkippedSuite.forEach(
        (suite, reasons) ->
            System.out.println("skipped: " + suite + ": " + String.join("; ", reasons)));
    System.out.printf("%d passed, %d failed, %d skipped%n", passed, failures.size(), skipped);
  }
}
