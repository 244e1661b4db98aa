"""Which tests run in one process: those that share work."""

from xdist.scheduler import LoadScopeScheduling

from studio.job import ROOT

SCENES = {path.stem for path in (ROOT / "scenes").glob("[a-z]*.py")}


class ByScene(LoadScopeScheduling):
    """Hands the tests of one scene, otherwise those of one file, to one process.

    A test is of a scene that is named by one of its parameters, or by its file.  They come in the
    order in which they were collected: not the most first, for those that take longest are few.
    """

    def schedule(self) -> None:
        """Begin to hand them out."""
        self.config.option.loadscopereorder = False
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)


def scope(test: str) -> str:
    """Return the name of a scene or the file of tests whose process runs `test`, a node id."""
    file, _, name = test.partition("::")
    parameters = name.partition("[")[2].removesuffix("]").split("-")
    names = [*parameters, file.rpartition("/test_")[2].removesuffix(".py")]
    return next((name for name in names if name in SCENES), file)
