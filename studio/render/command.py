"""``python -m studio render``: one scene to its video."""

from engine import interruption
from studio.command import Parser, add_job_options, take_job
from studio.exit_code import exit_code
from studio.start import STARTED


def main(arguments: list[str]) -> int:
    """Render the scene that the command line names; return the exit code."""
    parser = Parser("render")
    add_job_options(parser)
    job = take_job(vars(parser.parse(arguments)))
    interruption.watch()

    def make() -> None:
        from studio.render.render import render  # imports Manim, which takes its time

        render(job, STARTED)

    return exit_code(job.label, make)
