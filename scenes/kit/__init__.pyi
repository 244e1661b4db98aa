"""What scenes share: each name, and the module that it is loaded from when it is asked for."""

from scenes.kit.animations import appear as appear, in_turn as in_turn, leave as leave
from scenes.kit.beat import Beat as Beat
from scenes.kit.data import data_file as data_file
from scenes.kit.height_levels import levels_between as levels_between
from scenes.kit.knobs import (
    check_arrival as check_arrival,
    check_place as check_place,
    check_range as check_range,
    check_reach as check_reach,
    loss_of as loss_of,
    optimizer_of as optimizer_of,
)
from scenes.kit.landscape import Landscape as Landscape, Pin as Pin, Place as Place
from scenes.kit.landscape.error_bowl import error_bowl as error_bowl
from scenes.kit.landscape.eye import approach as approach
from scenes.kit.landscape.ground_marks import (
    GroundAxes as GroundAxes,
    level_line as level_line,
    place_name as place_name,
    spot as spot,
)
from scenes.kit.landscape.valleys import (
    compare_ends as compare_ends,
    count_valleys as count_valleys,
    few_valleys as few_valleys,
    mark_valleys as mark_valleys,
)
from scenes.kit.landscape.walk_camera import WalkCamera as WalkCamera, wide_ground as wide_ground
from scenes.kit.lesson import Lesson as Lesson, reading_time as reading_time
from scenes.kit.maps.arrow_field import (
    ArrowField as ArrowField,
    map_arrow as map_arrow,
    right_angle as right_angle,
    slopes_at as slopes_at,
)
from scenes.kit.maps.contour_map import ContourMap as ContourMap
from scenes.kit.maps.crowd import MapCrowd as MapCrowd, walks_inside as walks_inside
from scenes.kit.maps.landmarks import (
    heights as heights,
    landmarks as landmarks,
    named_landmarks as named_landmarks,
)
from scenes.kit.maps.marks import (
    first_step_choices as first_step_choices,
    heading as heading,
    multiples_of_pi as multiples_of_pi,
    named_points as named_points,
    ring as ring,
    start_and_goal as start_and_goal,
)
from scenes.kit.maps.trails import (
    LossTrail as LossTrail,
    MapTrail as MapTrail,
    map_trails as map_trails,
)
from scenes.kit.maps.verdict import (
    Verdict as Verdict,
    judge as judge,
    verdict_words as verdict_words,
)
from scenes.kit.places import (
    FULL as FULL,
    LEFT_HALF as LEFT_HALF,
    LOWER_HALF as LOWER_HALF,
    RIGHT_HALF as RIGHT_HALF,
    TOP as TOP,
    TOP_LEFT as TOP_LEFT,
    TOP_RIGHT as TOP_RIGHT,
    UPPER_HALF as UPPER_HALF,
)
from scenes.kit.plots.ball_on_curve import (
    balls_on as balls_on,
    common_depth as common_depth,
    ground_plot as ground_plot,
    landing as landing,
    name_minima as name_minima,
    name_tops as name_tops,
    slope_arrow as slope_arrow,
    step_arrow as step_arrow,
    step_readings as step_readings,
)
from scenes.kit.plots.basin_strip import BasinStrip as BasinStrip, cell_middles as cell_middles
from scenes.kit.plots.data_plot import DataPlot as DataPlot, Gaps as Gaps, LiveLine as LiveLine
from scenes.kit.plots.panels import (
    DescentPanel as DescentPanel,
    WidePanel as WidePanel,
    descent_row as descent_row,
    plot_beside as plot_beside,
    step_counter as step_counter,
)
from scenes.kit.plots.plot import (
    LossPlot as LossPlot,
    Plot as Plot,
    log_scale as log_scale,
    spread_apart as spread_apart,
)
from scenes.kit.plots.ruler import Ruler as Ruler
from scenes.kit.plots.speed_limit import (
    SpeedLimit as SpeedLimit,
    factor_laws as factor_laws,
    step_factors as step_factors,
)
from scenes.kit.symbols import MARKERS as MARKERS, marker_shape as marker_shape, sign as sign
from scenes.kit.theme import (
    CAPTION_BAND as CAPTION_BAND,
    MARGIN as MARGIN,
    PATH_WIDTH as PATH_WIDTH,
    SAFE_MARGIN as SAFE_MARGIN,
    SMALL_SIZE as SMALL_SIZE,
    TEXT_SIZE as TEXT_SIZE,
    THIN_WIDTH as THIN_WIDTH,
    TITLE_SIZE as TITLE_SIZE,
    theme as theme,
    use_theme as use_theme,
)
from scenes.kit.two_views.views import TwoViews as TwoViews, window as window
from scenes.kit.walk import Walk as Walk
from scenes.kit.words.labels import (
    LiveVector as LiveVector,
    rule_with_numbers as rule_with_numbers,
    step_numbers as step_numbers,
    tag as tag,
)
from scenes.kit.words.line_readings import (
    error_tag as error_tag,
    line_numbers as line_numbers,
    line_table as line_table,
)
from scenes.kit.words.live_numbers import frame_round as frame_round, readings as readings
from scenes.kit.words.numbers import (
    Form as Form,
    distinct as distinct,
    factor as factor,
    number as number,
    percent as percent,
    power as power,
)
from scenes.kit.words.text import (
    Number as Number,
    fitted as fitted,
    formula as formula,
    fraction as fraction,
    halo as halo,
    scaled as scaled,
    text as text,
)
from scenes.kit.words.update_rule import update_rule as update_rule
