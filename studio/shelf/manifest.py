"""The manifest: what a video is, for programs."""

import json
from dataclasses import asdict
from typing import Any

from scenes.kit.lesson import Lesson
from studio.job import Job
from studio.render.sources import versions
from studio.scene.scene_file import SceneFile


def manifest(job: Job, scene: SceneFile, lesson: Lesson, alt_text: str, digest: str) -> str:
    """Return the facts of a finished video as JSON; beats are in frames.

    `digest`: of the bytes of the MP4.
    """
    quality = job.quality
    facts: dict[str, Any] = {
        "name": job.name,
        "scene": scene.path.stem,
        "title": lesson.title(),
        "alt": alt_text,
        "theme": job.theme,
        "quality": quality.name,
        "width": quality.width,
        "height": quality.height,
        "frame_rate": quality.frame_rate,
        "frames": lesson.frames,
        "duration": lesson.frames / quality.frame_rate,
        "digest": digest,
        "beats": [asdict(beat) for beat in lesson.beats],
        "formulas": lesson.formulas,
        "knobs": {knob.name: knob.value for knob in scene.knobs},
        "changed": scene.changed,
        "versions": versions(),
    }
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
