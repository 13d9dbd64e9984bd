package io.github.candle4j.core.file;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file of `torch.save`: a zip archive with a pickle that describes the tensors and an entry for each storage, or the
/// format before PyTorch 1.6, which has pickles and storages one after the other. `torch.jit.save` writes such archives, too.
///
/// PyTorch does not compare checksums, and can be told not to write them, so stored entries are not checked here either.
public final class TorchFile {
  /// The operation that errors name.
  public static final String OPERATION = PickleMachine.OPERATION;

  /// The first pickle of the old format holds this number alone.
  private static final String MAGIC = "119547037146038801333356";

  private static final long PROTOCOL = 1001;
  private static final String PICKLE = "data.pkl";
  private static final int TAR_AT = 257;
  private static final String TAR = "ustar";

  /// A pickle becomes objects of many times its size, so one that was deflated too well is not believed.
  private static final long DEFLATED_PICKLE = 100;

  private static final long LONGEST_PICKLE = 100_000_000;

  /// PyTorch never deflates its pickle, and one that another program did has thousands of tensors in this many bytes.
  private static final long LONGEST_DEFLATED_PICKLE = 1 << 20;

  /// The values of a pickle that each byte of the file pays for.
  private static final long VALUES_PER_BYTE = 8;

  private final Bytes bytes;
  private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
  private final Map<String, Zip.Entry> entries = new HashMap<>();
  private final Map<String, Bytes> storages = new HashMap<>();
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private @Nullable Zip zip;

  private TorchFile(Bytes bytes) {
    this.bytes = bytes;
  }

  /// Reads what there is in a file, but no elements.
  ///
  /// @param key the key of the outermost dict under which the tensors are, null for all
  /// @throws io.github.candle4j.core.CandleException naming the file and the byte if something is wrong with it
  public static TorchFile read(Bytes bytes, @Nullable String key) {
    TorchFile file = new TorchFile(bytes);
    if (Zip.isZip(bytes)) {
      file.readZip(key);
    } else {
      file.readLegacy(key);
    }
    return file;
  }

  /// The file, for errors.
  public String name() {
    return bytes.name();
  }

  /// The tensors by name, in the order of the file.
  public Map<String, TorchTensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /// The order of the bytes within an element.
  public ByteOrder order() {
    return order;
  }

  /// The bytes of a storage.
  public Bytes storage(TorchTensor tensor) {
    Bytes storage = storages.get(tensor.path());
    Zip.Entry entry = entries.get(tensor.path());
    if (storage != null) {
      return storage;
    } else if (zip == null || entry == null) {
      throw bytes.error(OPERATION, 0, "there is no storage '" + tensor.path() + "'");
    }
    return zip.content(entry);
  }

  private void readZip(@Nullable String key) {
    Zip archive = Zip.read(bytes, OPERATION);
    zip = archive;
    String root = root(archive);
    Zip.Entry entry = archive.entries().get(root + PICKLE);
    if (entry == null) {
      throw bytes.error(
          OPERATION, 0, "the archive has no " + PICKLE, "is this a file of torch.save?");
    }
    Zip.Entry byteOrder = archive.entries().get(root + "byteorder");
    if (byteOrder != null) {
      order = order(archive.content(byteOrder));
    }
    if (entry.size() > LONGEST_PICKLE) {
      throw archive.error(
          entry.offset(), entry, "has " + entry.size() + " bytes, at most " + LONGEST_PICKLE);
    }
    if (!entry.isStored()) {
      checkDeflated(archive, entry);
    }
    // A copy, which cannot change while it is read, and is read byte by byte.
    Bytes content = archive.content(entry);
    Bytes pickle = Bytes.of(content.copy(0, (int) content.size()), content.name());
    PickleMachine machine = new PickleMachine(pickle, 0, bytes.size() * VALUES_PER_BYTE);
    PickleValue top = machine.run();
    TorchNames.find(top, key, pickle, pickle.size())
        .forEach((name, tensor) -> {
          String path = root + "data/" + tensor.storage().key();
          Zip.Entry storage = archive.entries().get(path);
          if (storage == null) {
            throw pickle.error(OPERATION, 0, "tensor '" + name + "': the archive has no " + path);
          }
          entries.put(path, storage);
          add(name, tensor, path, storage.size());
        });
  }

  private static void checkDeflated(Zip archive, Zip.Entry pickle) {
    if (pickle.size() > pickle.compressed() * DEFLATED_PICKLE) {
      throw archive.error(pickle.offset(), pickle, "cannot be a pickle: it is deflated too well");
    }
    if (pickle.size() > LONGEST_DEFLATED_PICKLE) {
      throw archive.error(
          pickle.offset(),
          pickle,
          "has " + pickle.size() + " bytes, a deflated one at most " + LONGEST_DEFLATED_PICKLE);
    }
  }

  /// The folder that holds everything: the one of the only pickle that is called data.pkl and lies in no deeper one.
  private String root(Zip archive) {
    String root = null;
    for (String name : archive.entries().keySet()) {
      int slash = name.indexOf('/');
      if (name.substring(slash + 1).equals(PICKLE)) {
        if (root != null) {
          throw bytes.error(OPERATION, 0, "the archive has more than one " + PICKLE);
        }
        root = name.substring(0, slash + 1);
      }
    }
    return root == null ? "" : root;
  }

  private ByteOrder order(Bytes text) {
    String word =
        new String(text.copy(0, (int) Math.min(text.size(), 10)), StandardCharsets.US_ASCII);
    return switch (word) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> throw text.error(OPERATION, 0, "the byte order is little or big, not " + word);
    };
  }

  private void add(String name, PickleValue.Tensor tensor, String path, long size) {
    PickleValue.Storage storage = tensor.storage();
    ElementType stored = storage.type();
    if (stored != null && storage.count() * stored.bytes() != size) {
      throw bytes.error(
          OPERATION,
          0,
          "tensor '"
              + name
              + "': its storage of "
              + storage.count()
              + " elements of type "
              + stored
              + " has "
              + size
              + " bytes in the file");
    }
    tensors.put(
        name,
        new TorchTensor(tensor.type(), tensor.typeName(), tensor.layout(), path, storage.count()));
  }

  /// The old format: a magic number, a version, what the system was, the pickle, the keys of the storages, and these, each
  /// behind the number of its elements. All of it is little-endian, whatever wrote it.
  private void readLegacy(@Nullable String key) {
    PickleMachine head = machine(0);
    if (!isPickle()
        || !(head.run() instanceof PickleValue.Opaque(String magic) && magic.equals(MAGIC))) {
      throw bytes.error(OPERATION, 0, "not a file of torch.save", hint());
    }
    PickleMachine version = machine(head.position());
    if (!(version.run() instanceof PickleValue.Int(long number) && number == PROTOCOL)) {
      throw bytes.error(OPERATION, head.position(), "unknown version of the format before 1.6");
    }
    PickleMachine system = machine(version.position());
    system.run();
    long from = system.position();
    PickleMachine objects = machine(from);
    PickleValue top = objects.run();
    long to = objects.position();
    PickleMachine keys = machine(to);
    readStorages(keys.run(), keys.position(), objects.storages());
    TorchNames.find(top, key, bytes.slice(from, to - from), to - from)
        .forEach((name, tensor) -> {
          Bytes storage = storages.get(tensor.storage().key());
          if (storage == null) {
            throw bytes.error(
                OPERATION, to, "tensor '" + name + "': its storage is not in the file");
          }
          add(name, tensor, tensor.storage().key(), storage.size());
        });
  }

  /// A machine for the pickle at some place, which may be as long as any.
  private PickleMachine machine(long start) {
    long end = Math.min(bytes.size(), start + LONGEST_PICKLE);
    return new PickleMachine(bytes.slice(0, end), start, bytes.size());
  }

  private void readStorages(PickleValue keys, long start, Map<String, PickleValue.Storage> named) {
    if (!(keys instanceof PickleValue.Sequence list)) {
      throw bytes.error(OPERATION, start, "the keys of the storages are a list");
    }
    long at = start;
    for (PickleValue item : list.items()) {
      PickleValue.Storage storage =
          item instanceof PickleValue.Text(String key) ? named.get(key) : null;
      if (storage == null) {
        throw bytes.error(OPERATION, at, "no tensor uses the storage " + PickleCalls.words(item));
      }
      long count = bytes.i64(at);
      long size = count * PickleClass.bytesOf(storage.typeName());
      if (count != storage.count() || storages.containsKey(storage.key())) {
        throw bytes.error(
            OPERATION,
            at,
            "the storage "
                + storage.key()
                + " has "
                + count
                + " elements, its tensors say "
                + storage.count());
      }
      storages.put(storage.key(), bytes.slice(at + Long.BYTES, size));
      at += Long.BYTES + size;
    }
  }

  private boolean isPickle() {
    return bytes.size() > 1 && bytes.u8(0) == 0x80;
  }

  private String hint() {
    boolean tar =
        bytes.size() > TAR_AT + TAR.length()
            && new String(bytes.copy(TAR_AT, TAR.length()), StandardCharsets.ISO_8859_1)
                .equals(TAR);
    return tar
        ? "PyTorch wrote tar files before 0.1.10; load it there and save it again"
        : "is it cut off, or of another format?";
  }
}
