package io.github.candle4j.examples.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// SHA-256 of `abc`, from FIPS 180-2, appendix B.1.
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir Path cache;

  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();

  DownloadTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/data/abc.txt",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = "abc".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private URI address(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  @Test
  void aFileIsFetchedOnce() throws IOException {
    Download download = new Download(address("/data/abc.txt"), ABC);
    Path file = download.get(cache.resolve("texts"), PATIENCE);
    assertThat(file).isEqualTo(cache.resolve("texts/abc.txt")).hasContent("abc");
    assertThat(download.get(cache.resolve("texts"), PATIENCE)).isEqualTo(file);
    assertThat(requests).hasValue(1);
    assertThat(files(cache.resolve("texts"))).isEqualTo(1);
  }

  @Test
  void anotherFileIsNotKept() throws IOException {
    Download download = new Download(address("/data/abc.txt"), "0".repeat(64));
    assertThatThrownBy(() -> download.get(cache, PATIENCE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("its SHA-256 is " + ABC);
    assertThat(files(cache)).isZero();
  }

  @Test
  void withoutANetworkTheMessageTellsWhatToDo() throws IOException {
    Download missing = new Download(address("/data/other.txt"), ABC);
    assertThatThrownBy(() -> missing.get(cache, PATIENCE))
        .hasMessageContaining("the server answers 404");
    server.stop(0);
    Download download = new Download(address("/data/abc.txt"), ABC);
    assertThatThrownBy(() -> download.get(cache, PATIENCE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("/data/abc.txt cannot be downloaded (")
        .hasMessageContaining("put it at " + cache.resolve("abc.txt"))
        .hasMessageContaining("--data");
    assertThat(files(cache)).isZero();
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
