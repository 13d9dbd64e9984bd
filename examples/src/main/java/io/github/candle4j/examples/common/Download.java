package io.github.candle4j.examples.common;

import io.github.candle4j.nn.train.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;

/// A file of the network that programs read, kept in a cache.
///
/// @param address where it is
/// @param sha256 the checksum of its bytes, in hexadecimal digits
public record Download(URI address, String sha256) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int BUFFER = 1 << 16;

  /// The file in the cache, after a download if it is not there yet. A file is there whole or not at all.
  ///
  /// @param folder the folder of the cache, such as `mnist`
  /// @throws InputException if it cannot be had; the message tells what to do
  public Path get(String folder) {
    return get(cache().resolve(folder), PATIENCE);
  }

  Path get(Path folder, Duration patience) {
    Path file = folder.resolve(Path.of(address.getPath()).getFileName());
    if (Files.isRegularFile(file)) {
      return file;
    }
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "download", ".part");
      try {
        fetch(part, patience);
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw failed(file, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(file, "interrupted", e);
    }
  }

  private void fetch(Path part, Duration patience) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(patience).build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException("the server answers " + response.statusCode());
        }
        String found =
            copy(in, part, response.headers().firstValueAsLong("content-length").orElse(0));
        if (!found.equals(sha256)) {
          throw new IOException("it is not the file that was expected: its SHA-256 is " + found);
        }
      }
    }
  }

  private String copy(InputStream in, Path part, long length) throws IOException {
    MessageDigest digest = sha256Digest();
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest);
        Progress progress = Progress.start("download " + address, length, "bytes")) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        progress.step(read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private InputException failed(Path file, String reason, Exception cause) {
    return new InputException(
        String.format(
            Locale.ROOT,
            "%s cannot be downloaded (%s); without a network, get it elsewhere and put it at %s,"
                + " or name your own with --data",
            address,
            reason,
            file),
        cause);
  }

  /// Where downloads are kept: the folder in the environment variable `CANDLE4J_CACHE`, else `.cache/candle4j` in the user's home.
  static Path cache() {
    String folder = System.getenv("CANDLE4J_CACHE");
    return folder == null || folder.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "candle4j")
        : Path.of(folder);
  }
}
