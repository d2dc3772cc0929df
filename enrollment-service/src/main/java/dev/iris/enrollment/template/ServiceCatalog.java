package dev.iris.enrollment.template;

import dev.iris.web.FieldFault;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What services may be asked for, for whoever takes requests for them. */
public final class ServiceCatalog {

  private ServiceCatalog() {}

  /**
   * All that is wrong with these services. No message holds a value.
   *
   * @param field what they are called in the request
   */
  public static List<FieldFault> faults(List<@Nullable WantedService> services, String field) {
    SettingsReader reader = new SettingsReader();
    reader.read(services, field);
    return reader.faults();
  }

  /** Which settings of a type are secrets; none of a type that is not known. */
  public static Set<String> secretSettings(String type) {
    return ServiceTypes.find(type).stream()
        .flatMap(known -> known.settings().stream())
        .filter(Setting::secret)
        .map(Setting::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
