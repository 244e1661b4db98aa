"""What scenes share: each name, and the module that it is loaded from when it is asked for."""

from scenes.kit.animations import appear as appear, leave as leave, swap as swap
from scenes.kit.beat import Beat as Beat, reading_time as reading_time
from scenes.kit.bowl.columns import (
    error_columns as error_columns,
    post as post,
    standing as standing,
)
from scenes.kit.bowl.error_bowl import ErrorBowl as ErrorBowl
from scenes.kit.bowl.first_step import FirstStep as FirstStep
from scenes.kit.bowl.floor import FloorAxes as FloorAxes, foot_name as foot_name
from scenes.kit.bowl.lens import Lens as Lens
from scenes.kit.curves.basin_strip import BasinStrip as BasinStrip, cell_middles as cell_middles
from scenes.kit.curves.curve_plot import (
    CurvePlot as CurvePlot,
    depth_line as depth_line,
    hilltops as hilltops,
    name_minima as name_minima,
)
from scenes.kit.curves.curve_walker import (
    best_sign as best_sign,
    go_together as go_together,
    place_readings as place_readings,
    set_out as set_out,
    walkers_on as walkers_on,
)
from scenes.kit.curves.error_and_slope import ErrorAndSlope as ErrorAndSlope
from scenes.kit.curves.level_places import LevelPlaces as LevelPlaces
from scenes.kit.curves.miss_chance import MissChances as MissChances
from scenes.kit.curves.slope import SlopeOnAxis as SlopeOnAxis
from scenes.kit.curves.slope_walkers import SlopeWalker as SlopeWalker, StepWalk as StepWalk
from scenes.kit.curves.start_sweep import StartSweep as StartSweep
from scenes.kit.data import (
    data_features as data_features,
    data_file as data_file,
    data_points as data_points,
    unit_points as unit_points,
)
from scenes.kit.depth.cliff_stage import CliffStage as CliffStage
from scenes.kit.depth.deep_stage import DeepStage as DeepStage
from scenes.kit.depth.factor_fan import FactorFan as FactorFan
from scenes.kit.depth.leaps import Leaper as Leaper
from scenes.kit.edge.stage import EdgeStage as EdgeStage
from scenes.kit.errors.class_squares import ClassSquares as ClassSquares
from scenes.kit.errors.error_stack import ErrorStack as ErrorStack
from scenes.kit.errors.guess_plot import (
    ErrorStrokes as ErrorStrokes,
    GuessMarks as GuessMarks,
    GuessPlot as GuessPlot,
)
from scenes.kit.errors.guess_squares import GuessSquares as GuessSquares
from scenes.kit.errors.guesses import LiveGuesses as LiveGuesses, check_guesses as check_guesses
from scenes.kit.errors.line_through_origin import LineThroughOrigin as LineThroughOrigin
from scenes.kit.errors.slope_panels import SlopePanel as SlopePanel
from scenes.kit.errors.square_pool import SizeBar as SizeBar, SquarePool as SquarePool
from scenes.kit.errors.sum_curve import SumCurve as SumCurve
from scenes.kit.fits.error_parts import ErrorParts as ErrorParts
from scenes.kit.fits.model_panels import ModelPanels as ModelPanels
from scenes.kit.fits.own_errors import OwnErrors as OwnErrors
from scenes.kit.fits.twin_fits import TwinFits as TwinFits
from scenes.kit.fits.twin_slices import TwinSlices as TwinSlices
from scenes.kit.gradient.falls import Falls as Falls
from scenes.kit.gradient.ground_slope import GroundSlope as GroundSlope
from scenes.kit.gradient.hillside import Hillside as Hillside, check_slopes as check_slopes
from scenes.kit.gradient.skyline import Skyline as Skyline
from scenes.kit.gradient.slice_curve import (
    SliceCurve as SliceCurve,
    slice_curves as slice_curves,
)
from scenes.kit.gradient.stacked import (
    SlopeCompass as SlopeCompass,
    StackedSlopes as StackedSlopes,
)
from scenes.kit.height_levels import levels_between as levels_between
from scenes.kit.knobs import (
    arriving_walk as arriving_walk,
    check_apart as check_apart,
    check_arrival as check_arrival,
    check_guess as check_guess,
    check_place as check_place,
    check_range as check_range,
    check_stable as check_stable,
    curve_of as curve_of,
    loss_of as loss_of,
    optimizer_of as optimizer_of,
    valleys_of as valleys_of,
    within as within,
)
from scenes.kit.landscape import Landscape as Landscape, Pin as Pin, Place as Place
from scenes.kit.landscape.eye import approach as approach
from scenes.kit.landscape.ground_marks import GroundAxes as GroundAxes
from scenes.kit.lesson import Lesson as Lesson
from scenes.kit.limits.from_above import FromAbove as FromAbove
from scenes.kit.limits.hopper import (
    Hopper as Hopper,
    check_hops as check_hops,
    hop as hop,
    hop_home as hop_home,
    hop_out as hop_out,
    hopping as hopping,
    panel_readings as panel_readings,
    put_back as put_back,
    step_rule as step_rule,
)
from scenes.kit.limits.one_step import OneStep as OneStep
from scenes.kit.limits.rest_map import RestMap as RestMap
from scenes.kit.limits.valley_curve import ValleyCurve as ValleyCurve
from scenes.kit.looks.descents import LookDescents as LookDescents
from scenes.kit.looks.detail import LookDetail as LookDetail
from scenes.kit.looks.stage import LookStage as LookStage
from scenes.kit.looks.words import (
    say_lowest_with_shrinking as say_lowest_with_shrinking,
    say_nearer as say_nearer,
    say_who_ends_lowest as say_who_ends_lowest,
)
from scenes.kit.maps.arrow_field import (
    ArrowField as ArrowField,
    ArrowScale as ArrowScale,
    map_arrow as map_arrow,
    right_angle as right_angle,
)
from scenes.kit.maps.compass import Compass as Compass
from scenes.kit.maps.contour_map import ContourMap as ContourMap
from scenes.kit.maps.crowd import (
    MapCrowd as MapCrowd,
    arrival_count as arrival_count,
    arrive as arrive,
    both_signs as both_signs,
    both_ways as both_ways,
    count_arrived as count_arrived,
    start_ring as start_ring,
    walks_inside as walks_inside,
)
from scenes.kit.maps.dial import DirectionDial as DirectionDial, steep_place as steep_place
from scenes.kit.maps.landmarks import (
    landmark_legend as landmark_legend,
    landmark_signs as landmark_signs,
    landmarks as landmarks,
    sign_at_end as sign_at_end,
)
from scenes.kit.maps.map_axes import MapAxes as MapAxes
from scenes.kit.maps.map_scales import (
    axes_beside as axes_beside,
    height_scale as height_scale,
    map_gradient as map_gradient,
    map_title as map_title,
    scaled_map as scaled_map,
)
from scenes.kit.maps.marks import (
    heading as heading,
    multiples_of_pi as multiples_of_pi,
    named_points as named_points,
    ring as ring,
)
from scenes.kit.maps.step_arrow import StepArrow as StepArrow
from scenes.kit.maps.trails import LossTrail as LossTrail, MapTrail as MapTrail
from scenes.kit.mist.framing import (
    free_right_corner as free_right_corner,
    wide_ground as wide_ground,
)
from scenes.kit.mist.near_starts import NearStarts as NearStarts
from scenes.kit.mist.underfoot import Underfoot as Underfoot
from scenes.kit.mist.valleys import (
    Guesses as Guesses,
    Valleys as Valleys,
    compare_ends as compare_ends,
    count_valleys as count_valleys,
    second_question as second_question,
    valleys_to_see as valleys_to_see,
)
from scenes.kit.mist.walk_camera import WalkCamera as WalkCamera
from scenes.kit.network.drawing import NetworkDrawing as NetworkDrawing
from scenes.kit.network.house_net import HouseNet as HouseNet
from scenes.kit.network.layer_bars import LayerBars as LayerBars, live_norms as live_norms
from scenes.kit.network.layout import NetworkLayout as NetworkLayout
from scenes.kit.network.learnt_function import LearntFunction as LearntFunction
from scenes.kit.network.live_passes import LivePasses as LivePasses
from scenes.kit.network.products import SlopeProduct as SlopeProduct
from scenes.kit.network.slope_list import SlopeList as SlopeList
from scenes.kit.passes.cups_and_caps import CupsAndCaps as CupsAndCaps
from scenes.kit.passes.pass_ground import PassGround as PassGround
from scenes.kit.passes.place_bars import PlaceBars as PlaceBars
from scenes.kit.places import (
    BOTTOM_LEFT as BOTTOM_LEFT,
    BOTTOM_RIGHT as BOTTOM_RIGHT,
    FULL as FULL,
    LEFT_HALF as LEFT_HALF,
    LOWER_HALF as LOWER_HALF,
    RIGHT_HALF as RIGHT_HALF,
    RULER as RULER,
    TOP as TOP,
    TOP_LEFT as TOP_LEFT,
    TOP_RIGHT as TOP_RIGHT,
    UPPER_HALF as UPPER_HALF,
)
from scenes.kit.plots.data_plot import (
    DataPlot as DataPlot,
    Gaps as Gaps,
    LineFan as LineFan,
    LiveLine as LiveLine,
)
from scenes.kit.plots.error_squares import (
    ErrorSquares as ErrorSquares,
    error_meaning as error_meaning,
    line_with_errors as line_with_errors,
)
from scenes.kit.plots.magnifier import Magnifier as Magnifier
from scenes.kit.plots.parameter_map import (
    Fill as Fill,
    ParameterMap as ParameterMap,
    by_level as by_level,
)
from scenes.kit.plots.plot import LossPlot as LossPlot, Plot as Plot, log_scale as log_scale
from scenes.kit.plots.step_bars import StepBars as StepBars
from scenes.kit.race.columns import RaceColumns as RaceColumns
from scenes.kit.race.remembering import Remembering as Remembering
from scenes.kit.race.tuned import (
    check_race as check_race,
    tuned_race as tuned_race,
    turned as turned,
)
from scenes.kit.race.turning import TurningWalk as TurningWalk
from scenes.kit.race.words import (
    say_box as say_box,
    say_first as say_first,
    say_same as say_same,
    say_turned as say_turned,
)
from scenes.kit.range_test.fit_panel import FitPanel as FitPanel
from scenes.kit.range_test.rate_columns import RateColumns as RateColumns
from scenes.kit.range_test.rate_experiment import RateExperiment as RateExperiment
from scenes.kit.range_test.rate_rules import RateRules as RateRules
from scenes.kit.range_test.rate_strip import RateStrip as RateStrip
from scenes.kit.range_test.rate_words import (
    say_average as say_average,
    say_lowest as say_lowest,
    say_right as say_right,
    say_test as say_test,
)
from scenes.kit.range_test.rate_zones import (
    AverageZones as AverageZones,
    GoodStretch as GoodStretch,
    costs as costs,
)
from scenes.kit.range_test.sweep_plot import SweepPlot as SweepPlot
from scenes.kit.rates.hopping.hops import Hops as Hops
from scenes.kit.rates.panels import (
    RatePanel as RatePanel,
    losses_title as losses_title,
    rate_panels as rate_panels,
    step_counter as step_counter,
    tell_in_turn as tell_in_turn,
)
from scenes.kit.rates.rate_slider import RateSlider as RateSlider
from scenes.kit.rates.rate_stage import RateStage as RateStage
from scenes.kit.rates.rate_trail import RateTrail as RateTrail
from scenes.kit.rates.rate_walk import RateWalk as RateWalk
from scenes.kit.rates.rate_words import (
    say_best as say_best,
    say_twice as say_twice,
)
from scenes.kit.rates.ruler import Ruler as Ruler
from scenes.kit.rates.speed_limit import FactorCurves as FactorCurves
from scenes.kit.rates.step_record import StepRecord as StepRecord
from scenes.kit.rates.valley import (
    Valley as Valley,
    check_plain as check_plain,
    valley_of as valley_of,
)
from scenes.kit.rates.verdict import Verdict as Verdict, judge as judge
from scenes.kit.rolling.apart import PartsApart as PartsApart
from scenes.kit.rolling.dip import Dip as Dip
from scenes.kit.rolling.distance_plot import DistancePlot as DistancePlot
from scenes.kit.rolling.falling import FallingWalks as FallingWalks
from scenes.kit.rolling.speed_map import SpeedMap as SpeedMap
from scenes.kit.rolling.stage import (
    RollStage as RollStage,
    best_speeds as best_speeds,
    check_rolls as check_rolls,
)
from scenes.kit.rolling.velocity import VelocityArrows as VelocityArrows
from scenes.kit.scaling.stage import ScalingStage as ScalingStage
from scenes.kit.slices.moons_panel import MoonsPanel as MoonsPanel
from scenes.kit.slices.slice_ground import SliceGround as SliceGround
from scenes.kit.slices.slices import Slices as Slices
from scenes.kit.slices.stage import (
    BETWEEN as BETWEEN,
    SlicePair as SlicePair,
    SliceRow as SliceRow,
    ground_number as ground_number,
    probe_number as probe_number,
    training_numbers as training_numbers,
)
from scenes.kit.slices.training import Probe as Probe, Training as Training
from scenes.kit.slices.training_net import (
    training_names as training_names,
    training_net as training_net,
)
from scenes.kit.slices.way_bars import WayBars as WayBars
from scenes.kit.steps.bottom_lens import BottomLens as BottomLens
from scenes.kit.steps.descent import StepDescent as StepDescent
from scenes.kit.steps.step_table import StepTable as StepTable
from scenes.kit.steps.zigzag import Zigzag as Zigzag
from scenes.kit.symbols import MARKERS as MARKERS, marker_shape as marker_shape, sign as sign
from scenes.kit.theme import (
    CAPTION_BAND as CAPTION_BAND,
    HAIR_WIDTH as HAIR_WIDTH,
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
    tag as tag,
)
from scenes.kit.words.line_table import LineTable as LineTable
from scenes.kit.words.live_numbers import (
    named as named,
    readings as readings,
)
from scenes.kit.words.numbers import (
    Form as Form,
    distinct as distinct,
    factor as factor,
    number as number,
    percent as percent,
)
from scenes.kit.words.rule_card import RuleCard as RuleCard
from scenes.kit.words.text import (
    Number as Number,
    fitted as fitted,
    formula as formula,
    fraction as fraction,
    halo as halo,
    scaled as scaled,
    text as text,
)
from scenes.kit.words.update_rule import (
    follows_gradient as follows_gradient,
    rule_of as rule_of,
    update_rule as update_rule,
    with_alpha as with_alpha,
)
from scenes.kit.yours.descents import Descents as Descents
from scenes.kit.yours.findings import (
    end_rows as end_rows,
    say_all as say_all,
    say_everywhere as say_everywhere,
    say_watched as say_watched,
)
from scenes.kit.yours.formulas import formula_loss as formula_loss
from scenes.kit.yours.panel import (
    EndBars as EndBars,
    rate_block as rate_block,
    rule_block as rule_block,
    walk_readings as walk_readings,
)
from scenes.kit.yours.views import view_of as view_of
