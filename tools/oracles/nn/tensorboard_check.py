"""Reads with TensorBoard what EventWriterTest leaves in candle-nn/target/events, and compares it with what the test wrote.

pip install tensorboard pillow
"""

import io
import pathlib
import sys

from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

folder = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[3] / "candle-nn/target/events"
events = EventAccumulator(str(folder), size_guidance={"images": 0, "scalars": 0, "histograms": 0})
events.Reload()
assert events.file_version == 2.0, events.file_version

scalars = events.Scalars("loss/train")
assert [s.step for s in scalars] == [0, 100, 200, 300, 400]
assert all(abs(s.value - 1 / (i + 1)) < 1e-7 for i, s in enumerate(scalars))

(histogram,) = events.Histograms("weights")
value = histogram.histogram_value
assert histogram.step == 7 and (value.min, value.max, value.num, value.sum) == (0, 30, 31, 465)
assert value.sum_squares == sum(i * i for i in range(31))
assert list(value.bucket_limit) == [float(i) for i in range(31)]
assert list(value.bucket) == [0] + [1] * 29 + [2]

(digits,) = events.Images("digits")
assert (digits.step, digits.width, digits.height) == (7, 3, 2)
assert list(Image.open(io.BytesIO(digits.encoded_image_string)).tobytes()) == [0, 51, 102, 255, 9, 8]
(colours,) = events.Images("colours")
image = Image.open(io.BytesIO(colours.encoded_image_string))
assert (image.mode, image.size) == ("RGB", (5, 4))
print("TensorBoard reads everything:", events.Tags())
