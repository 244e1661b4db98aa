"""What scenes share: lesson, theme, text, plots, trails, landscape."""

from scenes.kit.data import data_file
from scenes.kit.lesson import Beat, Lesson
from scenes.kit.theme import theme, use_theme
from scenes.kit.walk import Walk

__all__ = ["Beat", "Lesson", "Walk", "data_file", "theme", "use_theme"]
