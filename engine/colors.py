"""How players are told which colors a video has."""

BT709 = {  # options of FFmpeg's encoders
    "color_range": "tv",
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
}
