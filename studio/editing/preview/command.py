"""The command ``python -m studio preview scenes/<scene>.py --beat 3 [--still] …``."""

from engine import interruption
from studio.command import Parser, add_job_options, take_job
from studio.exit_code import exit_code
from studio.scene.source import shown
from studio.start import STARTED


def main(arguments: list[str]) -> int:
    """Do what the command line says; return the exit code."""
    parser = Parser("preview")
    add_job_options(parser)
    parser.add_argument("--beat", type=int, required=True, help="which one, counted from 1")
    parser.add_argument("--still", action="store_true", help="only its last frame, as PNG")
    given = vars(parser.parse(arguments))
    job = take_job(given)

    def work() -> None:
        from studio.editing.preview.beat import make_preview, make_still

        result = (
            make_still(job, given["beat"])
            if given["still"]
            else make_preview(job, given["beat"], STARTED)
        )
        print(shown(result))

    interruption.watch()
    return exit_code(job.label, work)
