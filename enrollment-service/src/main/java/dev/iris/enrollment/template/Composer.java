package dev.iris.enrollment.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes configs of templates and settings. Pure; takes as long as the limits let each template. */
final class Composer {

  private final RenderLimits limits;
  private final Sandbox sandbox;

  Composer(RenderLimits limits) {
    this.limits = limits;
    sandbox = new Sandbox(limits);
  }

  /**
   * The config of a host. Each service is checked by itself, so that none can reach into another; then all of them together.
   *
   * @param templates by type, one for each type among the services
   * @throws UnusableTemplateException if a template does not make what Alloy would take
   */
  RenderedConfig config(
      TemplateHost host, List<ReadyService> services, Map<String, TemplateText> templates) {
    List<String> parts = new ArrayList<>();
    List<Component> own = new ArrayList<>();
    List<Companion> companions = new ArrayList<>();
    Map<String, String> secrets = new TreeMap<>();
    Map<String, Integer> versions = new TreeMap<>();
    for (ReadyService service : services) {
      TemplateText template = template(templates, service);
      versions.put(service.type().type(), template.version());
      parts.add(render(host, service, template.text()).text().strip() + "\n");
      secrets.putAll(service.secrets());
      Optional<Companion> companion = service.type().companion().apply(known(service));
      companion.ifPresent(
          program -> {
            companions.add(program);
            own.add(ExporterKinds.component(service, program));
          });
    }
    RenderedText whole = whole(String.join("\n", parts));
    List<Component> components = new ArrayList<>();
    whole.blocks().forEach(block -> ExporterKinds.component(block).ifPresent(components::add));
    components.addAll(own);
    return new RenderedConfig(whole.text(), secrets, components, companions, versions);
  }

  /**
   * Whether a template can be used for services of its type: with the least that its settings can be, and with the most.
   *
   * @throws UnusableTemplateException if not
   */
  void check(ServiceType type, String text) {
    render(TemplateHost.SAMPLE, sample(type, false), text);
    render(TemplateHost.SAMPLE, sample(type, true), text);
  }

  private RenderedText render(TemplateHost host, ReadyService service, String text) {
    return RenderedText.of(sandbox.render(text, service.context(host)));
  }

  private RenderedText whole(String text) {
    if (text.length() > limits.output()) {
      throw new UnusableTemplateException(
          TemplateFault.Part.RENDERED,
          new Position(1, 1),
          "all services together make more than " + limits.output() + " characters");
    }
    return RenderedText.of(text);
  }

  private static ReadyService sample(ServiceType type, boolean full) {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    for (Setting setting : type.settings()) {
      if (full) {
        settings.set(setting.name(), json(setting.sample()));
      }
    }
    SettingsReader reader = new SettingsReader();
    return reader
        .read(type, full ? "Sample \"1\"" : null, settings, "")
        .orElseThrow(() -> new IllegalStateException("bad sample: " + reader.faults()));
  }

  private static JsonNode json(Object value) {
    return switch (value) {
      case Boolean flag -> JsonNodeFactory.instance.booleanNode(flag);
      case Long number -> JsonNodeFactory.instance.numberNode(number);
      case List<?> list -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        list.forEach(item -> array.add(String.valueOf(item)));
        yield array;
      }
      default -> JsonNodeFactory.instance.textNode(value.toString());
    };
  }

  private static TemplateText template(Map<String, TemplateText> templates, ReadyService service) {
    TemplateText template = templates.get(service.type().type());
    if (template == null) {
      throw new IllegalArgumentException("no template for " + service);
    }
    return template;
  }

  private static Map<String, Object> known(ReadyService service) {
    Map<String, Object> known = new TreeMap<>();
    service
        .settings()
        .forEach(
            (name, value) -> {
              if (value != null) {
                known.put(name, value);
              }
            });
    return known;
  }
}
