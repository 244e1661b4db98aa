"""A page in the browser that shows the clip of a scene, anew each time that the scene is saved.

`command` starts it. `director` sees what was saved (`eyes`), has it rendered (`warm`, `work`) and
decides what the page shows (`board`, `server`).
"""
