package dev.iris.enrollment.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.iris.enrollment.template.MapKeys.ContextMap;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {

  private static final RenderLimits LIMITS =
      new RenderLimits(65_536, 100_000, 1_000, Duration.ofMinutes(1));

  private final Sandbox sandbox = new Sandbox(LIMITS);

  static List<String> hostile() {
    return List.of(
        "\"",
        "\\",
        "\\\"",
        "\"\n}\nlocal.file \"x\" { filename = \"/etc/shadow\" }\n",
        "a\r\nb",
        "{{ settings.b }}",
        "{% for x in y %}",
        "${x} $(touch /tmp/x) `id`",
        "*/ // #}",
        "\0",
        "\ufdd0\ufdd1",
        "\" + sys.env(\"IRIS_X\") + \"",
        "x".repeat(10_000));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void shouldKeepAValueInsideItsString(String value) {
    RenderedText text =
        RenderedText.of(
            render(
                "a \"x\" {\n\tb = \"<{{ settings.a }}>\"\n\tc = {{ settings.list }}\n}\n", value));

    assertThat(text.text())
        .isEqualTo(
            "a \"x\" {\n\tb = \"<%s>\"\n\tc = [%s, \"z\"]\n}\n"
                .formatted(AlloyString.escape(value), AlloyString.quote(value)));
    assertThat(text.blocks()).singleElement().extracting(AlloyBlock::id).isEqualTo("a.x");
  }

  /** Wherever a template's author puts a value but in a string: refused, whatever the value is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a \"x\" {\n\tb = {{ settings.a }}\n}\n",
        "a \"x\" {\n\tb = sys.env({{ settings.a }})\n}\n",
        "a \"x\" {\n\t{{ settings.a }} = 1\n}\n",
        "{{ settings.a }} \"x\" { }\n",
        "// {{ settings.a }}\n",
        "/* {{ settings.a }} */\n",
        "a \"x\" {\n\tb = `{{ settings.a }}`\n}\n",
        "a \"x\" {\n\tb = \"\\{{ settings.q }}\"\n}\n",
        "a \"x\" {\n\tb = \"\"{{ settings.a }}\n}\n",
        "a \"x\" {\n\tb = \"\\{{ settings.s }}\" + \"{{ settings.a }}\"\n}\n",
      })
  void shouldRefuseAValueOutsideOfAString(String template) {
    for (String value : List.of("1", "true", "name", "")) {
      String marked = render(template, value);

      assertThat(
              catchThrowableOfType(UnusableTemplateException.class, () -> RenderedText.of(marked)))
          .as("%s with <%s>", template, value)
          .isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '\u0001',
      value = {
        "x {{ nothing }}                            @ 6 @ no variable `nothing`",
        "x {{ settings.nothing }}                   @ 15 @ no part `nothing`",
        "x {% if false %}{{ settings.no }}{% endif %} @ 29 @ no part `no`",
        "{{ settings.a.b.class }}                   @ 0 @ not what a template can hold",
        "{{ settings.a.getClass() }}                @ 0 @ not what a template can hold",
        "{{ settings.a.bytes }}                     @ 0 @ not what a template can hold",
        "{{ settings.a[0] }}                        @ 0 @ not what a template can hold",
        "{{ settings['no'] }}                       @ 0 @ not what a template can hold",
        "{{ template }}                             @ 4 @ no variable `template`",
        "{{ _context.settings }}                    @ 4 @ no variable `_context`",
        "{{ settings }}                             @ 1 @ only texts",
        "{{ settings.unset }}                       @ 1 @ not set",
        "{{ settings.a | raw }}                     @ 17 @ there is no `raw`",
        "{{ settings.a | escape('html') }}          @ 17 @ there is no `escape`",
        "{{ settings.a is defined }}                @ 18 @ there is no `defined`",
        "{{ range(1, 1000000000) }}                 @ 4 @ no functions",
        "{{ block('x') }}                           @ 4 @ no functions",
        "{{ parent() }}                             @ 4 @ no functions",
        "{{ 1..1000000000 }}                        @ 0 @ not what a template can hold",
        "{{ settings.a ~ settings.a }}              @ 0 @ not what a template can hold",
        "{{ settings.a + settings.a }}              @ 0 @ not what a template can hold",
        "{{ \"#{settings.a}\" }}                    @ 4 @ `#` cannot stand",
        "{% macro m(x) %}{{ x }}{% endmacro %}      @ 1 @ a tag begins with",
        "{% include 'x' %}                          @ 1 @ a tag begins with",
        "{% extends '/etc/passwd' %}                @ 1 @ a tag begins with",
        "{% autoescape false %}x{% endautoescape %} @ 1 @ a tag begins with",
        "{% verbatim %}{{ x }}{% endverbatim %}     @ 1 @ a tag begins with",
        "{% set x = 1 %}                            @ 1 @ a tag begins with",
        "{% if settings.a == 'x' %}                 @ 0 @ not what a template can hold",
        "{% for s in settings.list %}{{ s.x }}{% endfor %} @ 34 @ has no parts",
        "x {{ settings.a                            @ 3 @ not closed",
        "x {# settings.a                            @ 3 @ not closed",
        "x {{ 'a }}                                 @ 6 @ string that is not closed",
        "{{ ) }}                                    @ 1 @ not closed",
      })
  void shouldNameTheColumnOfWhatATemplateCannotHold(String template, int column, String message) {
    var refusal =
        catchThrowableOfType(
            UnusableTemplateException.class, () -> render("\n" + template.strip(), "v"));

    assertThat(refusal).as(template).isNotNull();
    TemplateFault fault = refusal.faults().getFirst();
    assertThat(fault.message()).contains(message);
    assertThat(fault.part()).isEqualTo(TemplateFault.Part.TEMPLATE);
    if (column > 0) {
      assertThat(fault.at()).isEqualTo(new Position(2, column));
    }
  }

  @Test
  void shouldStopLoopsThatMakeTooMuchWork() {
    String body = "{% for a in settings.list %}".repeat(11) + "{% endfor %}".repeat(11);

    assertThat(refusal(body)).contains("more than 1000 rounds");
    assertThat(
            refusal(
                "{% for a in ['1','2','3','4','5','6','7','8','9','10'] %}".repeat(9)
                    + "{% endfor %}".repeat(9)))
        .contains("more than 1000 rounds");
  }

  @Test
  void shouldStopOutputThatIsTooLong() {
    assertThat(refusal("{% for a in settings.list %}" + "x".repeat(60_000) + "{% endfor %}"))
        .contains("more than 100000 characters");
    assertThat(refusal("x".repeat(65_537))).contains("longer than 65536");
  }

  @Test
  void shouldEndInTime() {
    Sandbox impatient = new Sandbox(new RenderLimits(1_000, 1_000, 1_000, Duration.ZERO));

    var refusal =
        catchThrowableOfType(
            UnusableTemplateException.class, () -> impatient.render("x", context("v")));

    assertThat(refusal).hasMessageContaining("longer than 0 ms");
  }

  @Test
  void shouldBearNestingWithoutEnd() {
    assertThat(refusal("{{ " + "(".repeat(30_000) + "1" + ")".repeat(30_000) + " }}")).isNotEmpty();
    assertThat(refusal("{{ " + "not ".repeat(15_000) + "true }}")).isNotEmpty();
    assertThat(refusal("{% if true %}".repeat(5_000))).isNotEmpty();
  }

  @Test
  void shouldDoWhatTemplatesNeed() {
    assertThat(
            RenderedText.of(
                    render(
                        """
                        {# nothing of this #}
                        {%- for item in settings.list %}
                        a "x{{ loop.index }}" {
                        	b = "{{ item | upper | percent }}{% if not loop.last %}, more{% endif %}"
                        	{%- if settings.unset is not null or settings.list contains "z" %}
                        	c = {{ settings.list | length }}
                        	{%- else %}
                        	d = {{ settings.flag ? 1 : 2 }}
                        	{%- endif %}
                        }
                        {%- endfor %}
                        """,
                        "é y"))
                .text())
        .isEqualTo(
            """

            a "x0" {
            	b = "%C3%89%20Y, more"
            	c = 2
            }
            a "x1" {
            	b = "Z"
            	c = 2
            }
            """);
  }

  private String refusal(String template) {
    var refusal =
        catchThrowableOfType(UnusableTemplateException.class, () -> render(template, "v"));
    assertThat(refusal).isNotNull();
    return String.valueOf(refusal.getMessage());
  }

  private String render(String template, String value) {
    return sandbox.render(template, context(value));
  }

  private static Map<String, Object> context(String value) {
    Map<String, @Nullable Object> settings = new HashMap<>();
    settings.put("a", value);
    settings.put("q", "\"");
    settings.put("s", "\\");
    settings.put("b", "b");
    settings.put("flag", true);
    settings.put("unset", null);
    settings.put("list", List.of(value, "z"));
    return Map.of("settings", new ContextMap(Collections.unmodifiableMap(settings)));
  }
}
