"""The command ``python -m studio watch scenes/<scene>.py [--port 8000] …``."""

from engine import interruption
from studio.command import Parser, add_job_options, take_job
from studio.exit_code import exit_code


def main(arguments: list[str]) -> int:
    """Do what the command line says until it is interrupted; return the exit code."""
    parser = Parser("watch")
    add_job_options(parser)
    parser.set_defaults(quality="480p15")
    parser.add_argument("--port", type=int, default=0, help="of the page (default: a free one)")
    given = vars(parser.parse(arguments))
    job = take_job(given)

    def work() -> None:
        from studio.editing.watch.session import watch

        watch(job, given["port"])

    interruption.watch()
    return exit_code(job.label, work, end="the page is closed.")
