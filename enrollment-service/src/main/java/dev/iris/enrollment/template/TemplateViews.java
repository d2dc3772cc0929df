package dev.iris.enrollment.template;

import dev.iris.enrollment.template.SettingKind.Choice;
import dev.iris.enrollment.template.SettingKind.Text;
import dev.iris.enrollment.template.SettingKind.Whole;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Templates as the API shows them. */
final class TemplateViews {

  private TemplateViews() {}

  /** One of the list. */
  record Summary(
      String type, String description, int version, boolean builtIn, @Nullable Instant updatedAt) {

    static Summary of(ServiceType type, @Nullable TemplateVersionEntity newest) {
      return new Summary(
          type.type(),
          type.description(),
          newest == null ? 0 : newest.number,
          newest == null,
          newest == null ? null : newest.createdAt);
    }
  }

  /** One version in full, and what its settings can be. */
  record Full(
      String type,
      String description,
      int version,
      boolean builtIn,
      String note,
      @Nullable Instant updatedAt,
      String text,
      List<SettingView> settings) {

    static Full of(ServiceType type, @Nullable TemplateVersionEntity version) {
      return new Full(
          type.type(),
          type.description(),
          version == null ? 0 : version.number,
          version == null,
          version == null ? "" : version.note,
          version == null ? null : version.createdAt,
          version == null ? ServiceTypes.builtIn(type) : version.body,
          type.settings().stream().map(SettingView::of).toList());
    }
  }

  /** One version in a list of them. */
  record Version(int version, boolean builtIn, String note, @Nullable Instant updatedAt) {

    static final Version BUILT_IN = new Version(0, true, "", null);

    static Version of(TemplateVersionEntity version) {
      return new Version(version.number, false, version.note, version.createdAt);
    }
  }

  /** What a setting can be; null for a limit that its kind does not have. */
  record SettingView(
      String name,
      String kind,
      boolean secret,
      @Nullable Object defaultValue,
      @Nullable Long min,
      @Nullable Long max,
      @Nullable List<String> choices,
      String description) {

    static SettingView of(Setting setting) {
      return new SettingView(
          setting.name(),
          setting.kind().shown(),
          setting.secret(),
          setting.fallback(),
          setting.kind() instanceof Whole whole ? whole.min() : null,
          switch (setting.kind()) {
            case Whole whole -> whole.max();
            case Text text -> Long.valueOf(text.max());
            default -> null;
          },
          setting.kind() instanceof Choice choice ? choice.values() : null,
          setting.description());
    }
  }

  /** What a config would be. Secrets are named and not told. */
  record Preview(
      String text,
      List<Component> components,
      List<Companion> companions,
      Map<String, String> secrets,
      Map<String, Integer> versions) {

    static Preview of(RenderedConfig config) {
      Map<String, String> hidden = new TreeMap<>();
      config.secrets().keySet().forEach(name -> hidden.put(name, "***"));
      return new Preview(
          config.alloy(), config.components(), config.companions(), hidden, config.versions());
    }
  }
}
