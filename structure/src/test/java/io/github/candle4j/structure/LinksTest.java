package io.github.candle4j.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
  @TempDir Path folder;

  @Test
  void allLinksOfAllPagesLeadSomewhere() throws IOException {
    List<Path> pages = Project.pages();
    assertThat(pages).hasSizeGreaterThan(15);
    List<String> dead = new ArrayList<>();
    for (Path page : pages) {
      dead.addAll(Links.dead(page));
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void deadLinksAreFound() throws IOException {
    Path page =
        Files.writeString(
            folder.resolve("a.md"),
            """
            # Some `code`, and more
            [there](#some-code-and-more) [here](a.md) [web](https://example.org)
            [gone](b.md) and [no heading](a.md#other), `not a [link](c.md)`
            ```text
            [neither](d.md)
            ```
            """);
    assertThat(Links.dead(page)).containsExactly("a.md: b.md", "a.md: a.md#other");
  }

  @Test
  void equalHeadingsHaveNumbers() {
    assertThat(Links.anchors("# A\n## Try\ntext\n## Try\n"))
        .containsExactlyInAnyOrder("a", "try", "try-1");
  }
}
