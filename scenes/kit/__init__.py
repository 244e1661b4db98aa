"""What scenes share: lesson, theme, text, plots, trails, landscape."""

from scenes.kit.beat import Beat
from scenes.kit.lesson import Lesson
from scenes.kit.theme import theme, use_theme
from scenes.kit.walk import Walk

__all__ = ["Beat", "Lesson", "Walk", "theme", "use_theme"]
