"""What scenes share: lesson, theme, text, plots, trails, landscape."""

from scenes.kit.lesson import Beat, Lesson
from scenes.kit.theme import theme, use_theme
from scenes.kit.walk import Walk

__all__ = ["Beat", "Lesson", "Walk", "theme", "use_theme"]
