package io.github.candle4j.structure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The links of a page that lead to files of the project, or to headings in them.
final class Links {
  private static final Pattern FENCED =
      Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);
  private static final Pattern SCHEME = Pattern.compile("[a-z]+:.*");

  private Links() {}

  /// A line for each link of the page that leads nowhere.
  static List<String> dead(Path page) throws IOException {
    String text = FENCED.matcher(Files.readString(page)).replaceAll("");
    List<String> dead = new ArrayList<>();
    Matcher links = LINK.matcher(CODE.matcher(text).replaceAll("code"));
    while (links.find()) {
      String link = links.group(1);
      if (!SCHEME.matcher(link).matches() && !leadsSomewhere(page, link)) {
        dead.add(page.getFileName() + ": " + link);
      }
    }
    return dead;
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path folder = page.toAbsolutePath().getParent();
    Path target =
        parts[0].isEmpty() || folder == null ? page : folder.resolve(parts[0]).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1 || anchors(Files.readString(target)).contains(parts[1]);
  }

  /// The names that headings are linked by: lower case, without punctuation, hyphens for spaces; the second of equal names ends with `-1`.
  static Set<String> anchors(String page) {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    List<String> headings =
        HEADING
            .matcher(FENCED.matcher(page).replaceAll(""))
            .results()
            .map((MatchResult heading) -> heading.group(1))
            .toList();
    for (String heading : headings) {
      String name =
          heading
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .strip()
              .replace(' ', '-');
      int before = seen.merge(name, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? name : name + "-" + before);
    }
    return anchors;
  }
}
