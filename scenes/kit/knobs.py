"""What a scene may ask of its knobs."""


def check_range(knob: str, value: float, least: float, most: float) -> None:
    """Raise ValueError, naming the knob, unless `least` ≤ `value` ≤ `most`."""
    if not least <= value <= most:
        raise ValueError(f"{knob} is {value:g}, and must be {least:g} to {most:g}")
