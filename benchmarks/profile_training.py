"""Where the time of a training step goes: `python -m benchmarks.profile_training`.

To be read before anything is made faster.

For Keras's example, the lesson's network and "fast": milliseconds a batch of each kind of
TensorFlow operation, and of what is around them. An operation's time is counted in the thread
that ran it, so two cores can have two at once.
"""

import collections
import glob
import tempfile
import time

from labhelpers.quiet import quiet_stderr

with quiet_stderr():
    import tensorflow as tf
    from tensorflow.tsl.profiler.protobuf import xplane_pb2

    from benchmarks.time_to_99 import build_yardstick
    from labhelpers import training

import numpy as np

from labhelpers.config import TrainingConfig
from labhelpers.digits import load_digits
from labhelpers.presets import PRESETS

STEPS = 60
KINDS = {
    "convolution": "FusedConv2D Conv2D",
    "its gradients": "Conv2DBackpropFilter Conv2DBackpropInput",
    "pooling": "MaxPool MaxPoolGrad",
    "dense": "MatMul FusedMatMul",
    "softmax and loss": "Softmax SoftmaxCrossEntropyWithLogits Log",
    "normalization": "SquaredDifference Mean Rsqrt FusedBatchNormV3 FusedBatchNormGradV3 Tile",
    "Adam": "ResourceApplyAdam AssignSubVariableOp AssignAddVariableOp Sqrt Square",
}


def kind_of(operation):
    """Return what a TensorFlow operation such as "_MklNativeFusedConv2D" is counted as."""
    plain = operation.removeprefix("_MklNative").removeprefix("_Mkl")
    plain = plain.removesuffix("WithBias").removeprefix("_")
    for kind, names in KINDS.items():
        if plain in names.split():
            return kind
    return "element by element, and others"


def milliseconds(call):
    """Return the median milliseconds of a call."""
    taken = []
    for _ in range(STEPS):
        begun = time.perf_counter()
        call()
        taken.append(time.perf_counter() - begun)
    return 1e3 * float(np.median(taken))


def by_kind(step):
    """Return milliseconds a step by kind of operation, from TensorFlow's own profiler."""
    with tempfile.TemporaryDirectory() as folder, quiet_stderr():
        tf.profiler.experimental.start(folder)
        for _ in range(STEPS):
            step()
        tf.profiler.experimental.stop()
        (path,) = glob.glob(f"{folder}/**/*.xplane.pb", recursive=True)
        with open(path, "rb") as file:
            space = xplane_pb2.XSpace.FromString(file.read())
    totals = collections.Counter()
    for name, picoseconds in events_in(space):
        before, colon, operation = name.rpartition(":")
        # "::" is in names of C++ functions.
        if colon and not before.endswith(":") and " " not in operation:
            totals[kind_of(operation)] += picoseconds / 1e9 / STEPS
    return totals


def events_in(space):
    """Yield (name, picoseconds) of all events that TensorFlow's profiler wrote."""
    for plane in space.planes:
        for line in plane.lines:
            for event in line.events:
                yield plane.event_metadata[event.metadata_id].name, event.duration_ps


def profile(name, model, batches, steps):
    """Print one network's table. batches: tf.data of one epoch, whose number is `steps`."""
    begun = time.perf_counter()
    images, labels = next(iter(batches))

    @tf.function
    def step():
        return model.train_step((images, labels))

    @tf.function
    def forward():
        return model(images, training=True)

    step()
    first = time.perf_counter() - begun
    whole = milliseconds(step)
    an_image = whole / len(images) * 1e3
    print(f"\n{name}: batches of {len(images)}, {model.count_params():,} parameters")
    print(f"  first step, with tracing   {first:7.2f} s")
    print(f"  a step                     {whole:7.2f} ms, {an_image:.1f} µs an image")
    print(f"    of which forward         {milliseconds(forward):7.2f} ms")
    for kind, taken in by_kind(step).most_common():
        print(f"    {kind:<30}{taken:7.2f} ms")
    begun = time.perf_counter()
    for _ in batches:
        pass
    alone = (time.perf_counter() - begun) / steps * 1e3
    print(f"  input alone                {alone:7.2f} ms a batch")
    model.fit(batches.take(20), shuffle=False, verbose=0)
    begun = time.perf_counter()
    model.fit(batches, shuffle=False, verbose=0)
    fit = (time.perf_counter() - begun) / steps * 1e3
    print(f"  fit, input and all         {fit:7.2f} ms a batch", flush=True)


def main():
    """Run the command."""
    digits = load_digits("mnist")
    data = training.TrainingData(digits, TrainingConfig())
    yardstick = build_yardstick()
    profile("Keras's example", yardstick, data.epoch(0), data.steps)
    for name in ("lesson", "fast"):
        cnn, schedule = PRESETS[name]
        data = training.TrainingData(digits, schedule)
        model = training.compile_cnn(cnn, schedule, data.steps)
        profile(name, model, data.epoch(0), data.steps)


if __name__ == "__main__":
    main()
