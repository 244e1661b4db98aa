"""The network of a training in the frame, beside its points, and what is written about both."""

from manim import VGroup

from scenes.kit.network.drawing import NetworkDrawing
from scenes.kit.network.layout import NetworkLayout
from scenes.kit.network.live_passes import LivePasses
from scenes.kit.slices.moons_panel import MIDDLE, MoonsPanel
from scenes.kit.slices.slice_ground import TITLE
from scenes.kit.slices.training import Training
from scenes.kit.theme import SMALL_SIZE
from scenes.kit.walk import Walk
from scenes.kit.words.text import text
from scenes.kit.words.update_rule import update_rule

LEFT_END, RIGHT_END = 0.7, 5.9  # of the frame: its inputs and its outputs
RADIUS = 0.15  # of a unit
PITCH = 0.39  # from one unit to the next
RULE = -1.85  # of the frame: height of the rule by which it learns


def training_net(training: Training, walk: Walk) -> NetworkDrawing:
    """Return the units of the network of a training and its weights now, live, on the right.

    The widest line is that of the largest weight that there ever is.
    """
    example = training.example
    passes = LivePasses(example.network, walk, example.inputs, example.targets)
    tall = tuple(PITCH * (size - 1) for size in example.network.sizes)
    layout = NetworkLayout(example.network, LEFT_END, RIGHT_END, MIDDLE[1], tall, RADIUS)
    largest = float(abs(training.path.x).max())
    net = NetworkDrawing(passes, layout, unit=largest, numbers=False, biases=False)
    net.told.set_value(0)  # its units have as many activations as there are points
    return net


def training_names(net: NetworkDrawing, points: MoonsPanel) -> VGroup:
    """Return what there is, above the network and the points, and below the rule of the one."""
    weights = len(net.parameters)
    count = net.network.dimension
    theta = f"$theta$: {weights} weights + {count - weights} biases = {count}"
    names = VGroup(points.heading(), text(theta, SMALL_SIZE), update_rule(loss="L"))
    middle = (LEFT_END + RIGHT_END) / 2
    for name, x, y in zip(names, (MIDDLE[0], middle, middle), (TITLE, TITLE, RULE), strict=True):
        name.move_to((x, y, 0))
    return names
