"""A page in the browser that shows the clip of a scene, anew each time that the scene is saved.

`command` starts a `session`. It sees what was saved (`file_watcher`), has it rendered by another
process (`render_job`, `render_steps`), whose `messages` change the `page_state` that the `server`
serves.
"""
