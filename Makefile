# The front door: `make` alone lists everything that can be made.

QUALITY ?= 720p30
THEME ?= dark
SHARDS ?= auto
SCENES_DIR ?= scenes
BEAT ?= 1
PYTHON ?=
LAUNCH ?=

QUALITIES := 480p15 720p30 1080p60 2160p60
THEMES := dark light
COUNTS := auto 1 2 3 4 5 6 7 8 # of processes that draw one video

LECTURE := clips slides handout film gallery # what is made of videos
GOALS := help videos preview still watch $(LECTURE) explorer remove knobs new test lint bench format lock clean distclean

# ---- What was typed --------------------------------------------------------------------------

# What a user types is text, and stays text: make expands none of it, whatever dollar signs it has,
# and a shell gets it from the environment, in quotes. LAUNCH alone is a command.
LASTING := QUALITY THEME SHARDS SCENES_DIR BEAT PYTHON LAUNCH
# These count only on the command line (AS is the assembler to make itself and to some environments).
FOR_ONE_CALL := SET AS SCENES WITHOUT SCENE NAME FROM FORMATS TRANSPARENT CAPTIONS COURSE CHAPTER PORT
SETTINGS := $(LASTING) $(FOR_ONE_CALL) DEBUG
DRAFT := $(filter file,$(origin QUALITY)) # of a new scene, unless a quality was asked for
$(foreach name,$(FOR_ONE_CALL),$(if $(filter command%,$(origin $(name))),,$(eval override $(name) :=)))
$(foreach name,$(LASTING) $(FOR_ONE_CALL),$(eval override $(name) := $$(value $(name))))
export $(filter-out LAUNCH,$(LASTING)) $(FOR_ONE_CALL) COURSE_FILE

# A text as one word of a shell that make asks something.
define newline


endef
quote = "$$(printf %b '$(subst ','\'',$(subst $(newline),\n,$(subst \,\\,$1)))')"

# How a sentence ends that names a word which is none of some others.
nearest = $(or $(patsubst %,; did you mean %?,$(shell python3 -c \
    'import difflib, sys; print(*difflib.get_close_matches(sys.argv[1], sys.argv[2:], 1))' \
    $(call quote,$1) $2 2>/dev/null)),.)

TYPED := $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
UNKNOWN := $(firstword $(filter-out $(SETTINGS) MAKE%,$(TYPED)))
ifneq ($(UNKNOWN),)
$(error There is no setting $(UNKNOWN)$(call nearest,$(UNKNOWN),$(SETTINGS)) `make` alone lists them)
endif

is_one_of = $(if $(filter 1,$(words $1)),$(filter $2,$1))

# ---- Which scenes? ---------------------------------------------------------------------------

# The folder, its media and the names, or `!` and what is amiss. What is amiss with single files is
# said once, and not when all is to be removed.
FOUND := $(shell sh studio/scenes.sh $(call quote,$(SCENES_DIR)) $(GOALS) \
    $(if $(filter-out 0,$(MAKELEVEL))$(filter clean distclean,$(MAKECMDGOALS)),2>/dev/null))
ifeq ($(firstword $(FOUND)),!)
$(error $(wordlist 2,$(words $(FOUND)),$(FOUND)))
endif
FOLDER := $(word 1,$(FOUND))
MEDIA := $(word 2,$(FOUND))
ALL := $(sort $(wordlist 3,$(words $(FOUND)),$(FOUND)))

# COURSE may be a file of one's own: then just its clips are made, into a folder of its name.
OWN := $(if $(COURSE),$(if $(call is_one_of,$(COURSE),0 1),,$(shell sh studio/own_course.sh $(call quote,$(COURSE)))))
ifeq ($(firstword $(OWN)),!)
$(error $(wordlist 2,$(words $(OWN)),$(OWN)))
endif
ifneq ($(OWN),)
override COURSE_FILE := $(COURSE)
override COURSE :=
MEDIA := $(MEDIA)/courses/$(OWN)
endif

CORES := $(shell nproc 2>/dev/null || sysctl -n hw.ncpu)
MAKEFLAGS += -rR$(if $(filter videos,$(MAKECMDGOALS)),k) # one scene that fails keeps no other from being made
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(CORES) # a -j on the command line wins, but for GNU Make 3.81
endif

# ---- Check what was typed ---------------------------------------------------------------------

# A goal with a slash is a file.
STRANGE := $(firstword $(foreach goal,$(MAKECMDGOALS),$(if $(findstring /,$(goal)),,\
    $(filter-out $(GOALS) $(ALL) %.now,$(goal)))))
ifneq ($(STRANGE),)
$(error There is nothing to make called '$(STRANGE)'$(call nearest,$(STRANGE),$(GOALS) $(ALL)) `make` alone lists all)
endif

# The scene, when it is the only goal.
ALONE := $(if $(word 2,$(MAKECMDGOALS)),,$(filter $(ALL),$(MAKECMDGOALS)))

SHELF := $(QUALITY)$(if $(filter light,$(THEME)),-light)
SHELVES = $(foreach quality,$(QUALITIES),$(MEDIA)/$(quality) $(MEDIA)/$(quality)-light)

alphabet := a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9 _
unsound := $(AS)
$(foreach sign,$(alphabet),$(eval unsound := $$(subst $(sign),,$$(unsound))))

# Python checks these as well, but only when it is called: here they are refused before anything is
# made, and even where nothing is left to be made. QUALITY, THEME and AS are in names of files.
define check_word
ifeq ($$(call is_one_of,$$($1),$$($2)),)
$$(error $1 is '$$($1)', and must be one of: $$($2))
endif
endef
$(eval $(call check_word,QUALITY,QUALITIES))
$(eval $(call check_word,THEME,THEMES))
$(eval $(call check_word,SHARDS,COUNTS))
ifneq ($(if $(ALONE)$(filter preview still watch remove,$(MAKECMDGOALS)),,$(SET)$(AS)),)
$(error SET and AS are for one video: name one scene and nothing else, as in `make $(firstword $(ALL)) AS=longer`)
endif
ifneq ($(unsound),)
$(error AS is '$(AS)', and must be made of a-z, 0-9 and _ only)
endif
ifneq ($(filter $(filter-out $(ALONE),$(ALL)),$(AS)),)
$(error AS is '$(AS)', the name of another scene: choose a name that no scene has)
endif

# Videos on the shelf that were made with AS. (Not all names that files have make could read.)
VARIANTS = $(filter-out $(ALL),$(shell ls $(MEDIA)/$(SHELF) 2>/dev/null | sed -n 's/^\([a-z0-9_]*\)\.json$$/\1/p'))
define check_clips
ifneq ($$(filter-out $$(ALL),$$($1)),)
ifneq ($$(filter-out $$(ALL) $$(VARIANTS),$$($1)),)
$$(error $1 has '$$(firstword $$(filter-out $$(ALL) $$(VARIANTS),$$($1)))', and may have: $$(strip $$(ALL) $$(VARIANTS)))
endif
endif
endef
$(eval $(call check_clips,SCENES))
$(eval $(call check_clips,WITHOUT))
ifneq ($(OWN),)
ifneq ($(filter-out videos clean distclean explorer %.now $(LECTURE),$(MAKECMDGOALS))$(SCENES)$(WITHOUT),)
$(error A COURSE of your own is for: videos $(LECTURE) explorer clean. It names its clips itself, without SCENES and WITHOUT)
endif
endif
unsound := $(CHAPTER)
$(foreach sign,0 1 2 3 4 5 6 7 8 9,$(eval unsound := $$(subst $(sign),,$$(unsound))))
ifneq ($(unsound)$(filter 0%,$(CHAPTER)),)
$(error CHAPTER is '$(CHAPTER)', and must be the number of a chapter, as in `make film CHAPTER=2`)
endif
ifneq ($(if $(CHAPTER),$(SCENES)$(filter-out film %.now,$(MAKECMDGOALS))),)
$(error CHAPTER is for `make film` alone, without SCENES)
endif
define check_switch
ifeq ($$(call is_one_of,$$(or $$($1),0),0 1),)
$$(error $1 is '$$($1)', and must be 0 or 1)
endif
override $1 := $$(filter 1,$$($1))
endef
$(foreach switch,TRANSPARENT CAPTIONS COURSE,$(eval $(call check_switch,$(switch))))
ifneq ($(if $(CAPTIONS),$(if $(filter clips slides %.now,$(MAKECMDGOALS)),$(TRANSPARENT),no)),)
$(error CAPTIONS=1 is for `make clips` and `make slides`, without TRANSPARENT)
endif
POSSIBLE := $(if $(TRANSPARENT),webm mov,$(if $(CAPTIONS),gif webp beats,gif webp webm mov beats))
ifneq ($(filter-out $(POSSIBLE),$(FORMATS)),)
$(error FORMATS has '$(firstword $(filter-out $(POSSIBLE),$(FORMATS)))', and may have: $(POSSIBLE))
endif

# The clips, each with its scene where that has another name: of a course or of a chapter they are
# known once its file was read, in the calls of make that make them.
WITHIN := $(filter %.now,$(MAKECMDGOALS))
LISTED := $(if $(WITHIN),$(if $(OWN)$(CHAPTER),$(value COURSE_CLIPS)))
$(foreach pair,$(LISTED),$(eval scene.$(subst =, := ,$(pair))))
CLIPS := $(or $(foreach pair,$(LISTED),$(firstword $(subst =, ,$(pair)))),$(ALL))
$(if $(AS),$(eval scene.$(AS) := $(ALONE)))
scene = $(or $(scene.$1),$1)
CHOSEN := $(filter-out $(WITHOUT),$(or $(strip $(SCENES)),$(CLIPS)))
RENDERED := $(filter $(CLIPS),$(CHOSEN)) # the others are taken as they are

# ---- Help ------------------------------------------------------------------------------------

.PHONY: $(GOALS) $(ALL) FORCE
.DEFAULT_GOAL := help
help: ## show this page
	@echo 'Usage: make <goal> … [SETTING=value …]'
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-25s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'One video, by the name of its scene:'
	@awk '/^class .*Lesson/ && getline > 0 && !seen[FILENAME]++ { \
	        gsub(/^ *"""|\.? *("""|$$)/, ""); \
	        name = FILENAME; gsub(/^.*\/|\.py$$/, "", name); \
	        printf "  %-25s %s\n", name, $$0 \
	    }' $(ALL:%=$(FOLDER)/%.py) </dev/null
	@echo
	@echo 'Settings:'
	@echo '  QUALITY=720p30            or one of $(filter-out 720p30,$(QUALITIES))'
	@echo '  THEME=dark                or light'
	@echo '  COURSE=1                  one deck of all clips (for make slides)'
	@echo '  COURSE=my.toml            just the clips of a course of your own (docs/course.md)'
	@echo '  CHAPTER=2                 a film of that chapter alone (for make film)'
	@echo "  SCENES='… …'              only these scenes, where otherwise all would be made"
	@echo "  WITHOUT='… …'             all but these; both take names given with AS=, too"
	@echo "  FORMATS='gif webm'        which of gif webp webm mov beats (for make clips)"
	@echo '  CAPTIONS=1                GIF, WebP, beats and slides with captions below the picture'
	@echo '  TRANSPARENT=1             WebM and ProRes without background (for make clips)'
	@echo "  SET='KNOB=value …'        other values for the knobs of one scene"
	@echo '  AS=another_name           put that video beside the scene’s own'
	@echo '  SHARDS=auto               or how many processes draw one video, $(lastword $(COUNTS)) at most'
	@echo '  SCENES_DIR=scenes         or a folder of your own; its videos go to the media beside it'
	@echo '  LAUNCH=srun               a command, run as it is typed, to put before each render'
	@echo '  PYTHON=/path/to/python    the Python to set up with'

# ---- Videos ----------------------------------------------------------------------------------

WORK := $(MEDIA)/.work/$(SHELF)
VIDEOS := $(CLIPS:%=$(MEDIA)/$(SHELF)/%.mp4)
EXTRA := $(patsubst %,$(MEDIA)/$(SHELF)/%.mp4,$(filter-out $(ALL),$(AS)))
# Of what earlier renders wrote down, only what is whole: its last line lists files once more.
hash := \#
KNOWN := $(shell grep -ls '^$(hash) files: ' $(WORK)/*.d)

# Of what is made of videos, the page comes last: it lists what there is.
ASKED := $(filter $(MAKECMDGOALS),$(LECTURE) $(if $(OWN),$(if $(WITHIN),,videos)))
# A folder as it is called outside of make: a shell's word, for within double quotes.
shown = $(if $(filter-out media/.work/%,$(MEDIA)),$1,$$(cd $(dir $(MEDIA)) && pwd -P)/$(1:$(dir $(MEDIA))%=%))
TOGETHER := $(if $(ASKED),$(filter $(LECTURE) videos $(ALL),$(MAKECMDGOALS)))

.DELETE_ON_ERROR:

ifeq ($(ASKED),)
videos: $(RENDERED:%=$(MEDIA)/$(SHELF)/%.mp4) ## make all videos
	@printf '%s\n' "$(if $^,$(words $^),No) video$(if $(word 2,$^),s are, is) in $(call shown,$(MEDIA)/$(SHELF))"

$(if $(EXTRA),$(ALONE): $(EXTRA),$(ALL): %: $(MEDIA)/$(SHELF)/%.mp4)
$(ALL):
	@printf '%s\n' "$(call shown,$(<D))/$(<F)"
endif # and otherwise they come first of what the goals for the lecture make

# Several bars on one terminal would overwrite each other: only a video alone shows one.
# When a render fails, its .knobs say again what the video that stays was asked for.
define RENDER
@$(if $(ALONE),,TERM=dumb) $(LAUNCH) .venv/bin/python -m studio render $(FOLDER)/$(call scene,$*).py \
    --quality $(QUALITY) --theme $(THEME) --name $* --set="$(ASKED_SET)" --media $(MEDIA) \
    --shards $(SHARDS) \
|| { status=$$?; mv -f $(KNOBS).before $(KNOBS) 2>/dev/null; exit $$status; }
@rm -f $(KNOBS).before
endef
KNOBS = $(WORK)/$*.knobs
ASKED_SET = $(if $(OWN),$$(cat $(MEDIA)/.work/$*.set),$$SET)

$(VIDEOS) $(EXTRA): $(MEDIA)/$(SHELF)/%.mp4: $(WORK)/%.knobs | .venv/.ready
	$(RENDER)
$(foreach name,$(CLIPS) $(AS),$(eval $(MEDIA)/$(SHELF)/$(name).mp4: $(FOLDER)/$(call scene,$(name)).py))

# Holds what the video was asked for; it changes, and so makes the video stale, only when that does.
$(WORK)/%.knobs: FORCE
	@asked="$(call scene,$*) $(ASKED_SET)"; \
	[ "$$asked" = "$$(cat $@ 2>/dev/null)" ] || { \
	    mkdir -p $(@D); cp -p $@ $@.before 2>/dev/null; printf '%s\n' "$$asked" >$@; }

# What else a video is made from is known once it was rendered.
-include $(KNOWN)
$(filter-out $(KNOWN:$(WORK)/%.d=$(MEDIA)/$(SHELF)/%.mp4),$(VIDEOS) $(EXTRA)): FORCE

ifneq ($(filter remove,$(MAKECMDGOALS)),)
ifeq ($(if $(AS),$(wildcard $(SHELVES:%=%/$(AS).json) $(SHELVES:%=%/$(AS).mp4))),)
$(error AS is '$(AS)', and must be the name of a video that was made with AS$(if $(VARIANTS),: $(strip $(VARIANTS))))
endif
endif

remove: ## remove a video that was made with AS=…, in every quality
	@for shelf in $(SHELVES) $(SHELVES:$(MEDIA)/%=$(MEDIA)/.work/%); do [ ! -d $$shelf ] || \
	    find $$shelf -maxdepth 1 -name "$$AS.*" ! -name '*.html' -exec rm -rf {} +; done
	@echo "$$AS is removed"

# ---- While you edit --------------------------------------------------------------------------

ifneq ($(filter preview still watch,$(MAKECMDGOALS))$(SCENE),)
ifeq ($(call is_one_of,$(SCENE),$(ALL)),)
$(error SCENE is '$(SCENE)'$(call nearest,$(SCENE),$(ALL)) It must be one of: $(ALL))
endif
endif

LOOK = .venv/bin/python -m studio $1 $(FOLDER)/$(SCENE).py --media $(MEDIA) --theme $(THEME) \
    --set="$$SET" $(AS:%=--name %)
ONE_BEAT = @$(LAUNCH) $(call LOOK,preview) --quality $(QUALITY) --shards $(SHARDS) --beat="$$BEAT"

preview: .venv/.ready ## render one beat of a clip: SCENE=… BEAT=3
	$(ONE_BEAT)

still: .venv/.ready ## the last frame of a beat, as PNG: SCENE=… BEAT=3
	$(ONE_BEAT) --still

watch: .venv/.ready ## show a clip in the browser, anew at each save: SCENE=…
	@exec $(call LOOK,watch) $(if $(PORT),--port="$$PORT")

# ---- For the lecture --------------------------------------------------------------------------

.PHONY: $(LECTURE:%=%.now) videos.now
clips: ## the videos as GIF, WebP, WebM, ProRes and beat by beat
slides: ## a PowerPoint deck for each clip, one slide a beat; COURSE=1: one for all
handout: ## to print: a handout, and its questions alone, on A4 and on Letter
film: ## the course as one MP4 with chapter marks; CHAPTER=2: that chapter
gallery: ## a web page that plays, presents and hands out all of these

explorer: $(MEDIA)/explorer.html ## a web page on which one walks the same hills by hand
	@printf '%s\n' "$(call shown,$(MEDIA)/explorer.html)"
$(MEDIA)/explorer.html: $(wildcard studio/outputs/explorer/*.py studio/outputs/explorer/scripts/*/*.js \
    studio/outputs/explorer/templates/*.* studio/outputs/web_page.py gd_math/*.py gd_math/*/*.py scenes/kit/theme.py \
    scenes/kit/landscape/drawing/*.py scenes/kit/landscape/drawing/shaders/*.py) | .venv/.ready
	@.venv/bin/python -m studio explorer --media $(MEDIA)

# Which clips a course or a chapter has is asked once, for all calls of make below.
LIST_CLIPS = COURSE_CLIPS=$$(.venv/bin/python -m studio course --scenes $(FOLDER) \
    $(if $(OWN),--course="$$COURSE_FILE" --work $(MEDIA)/.work) $(CHAPTER:%=--chapter %)) || exit 1; \
    export COURSE_CLIPS;

# They are made of the videos that are there, so that a scene that fails today keeps nothing else
# from its place: three calls of make one after the other, and each goes as far as it can.
$(firstword $(TOGETHER)): | .venv/.ready $(filter explorer,$(MAKECMDGOALS))
	+@$(if $(OWN)$(CHAPTER),$(LIST_CLIPS)) well=true; \
	go() { [ $$# = 0 ] || $(MAKE) --no-print-directory -k "$$@" || well=false; }; \
	go $(filter videos $(ALL),$(MAKECMDGOALS)) videos.now; \
	go $(patsubst %,%.now,$(filter-out gallery videos,$(ASKED))); \
	go $(patsubst %,%.now,$(filter gallery,$(ASKED))); \
	$$well || { printf '%s\n' "Not all of it could be made: see above. The rest is in $(call shown,$(MEDIA)/$(SHELF))." >&2; exit 1; }
$(filter-out $(firstword $(TOGETHER)),$(TOGETHER)): $(firstword $(TOGETHER))
	@:

LEFT_OUT = $(WITHOUT:%=--without %)

videos.now: $(RENDERED:%=$(MEDIA)/$(SHELF)/%.mp4)
	@:

clips.now:
	@$(LAUNCH) .venv/bin/python -m studio clips --shelf $(MEDIA)/$(SHELF) \
	    --scenes $(FOLDER) --formats='$(FORMATS)' $(if $(TRANSPARENT),--transparent) \
	    $(CAPTIONS:1=--captions) $(LEFT_OUT) $(if $(OWN),$(CLIPS),$(SCENES))

slides.now handout.now film.now gallery.now: %.now: $(WORK)/%.made
	@for file in $($*); do [ ! -f $(MEDIA)/$(SHELF)/$$file ] || \
	    printf '%s\n' "$(call shown,$(MEDIA)/$(SHELF))/$$file"; done

slides := $(patsubst %,%$(CAPTIONS:1=.captions).pptx,$(if $(COURSE)$(OWN),whole-course,$(CHOSEN)))
slides_options := $(if $(COURSE)$(OWN),--whole) $(CAPTIONS:1=--captions)
film := $(if $(CHAPTER),chapter-$(CHAPTER),whole-course).mp4
film_options := $(CHAPTER:%=--chapter %)
handout := handout-a4.pdf handout-letter.pdf questions-a4.pdf questions-letter.pdf
gallery := index.html
MARKS := $(patsubst %,$(WORK)/%.made,slides handout film gallery)
COURSE_TOML := $(wildcard $(if $(OWN),$(MEDIA)/.work,$(FOLDER))/course.toml)

# The files themselves are no targets: make would delete one that was made without a broken clip.
$(MARKS): $(WORK)/%.made: $(WORK)/%.asked $(wildcard studio/shelf/*.py) scenes/kit/theme.py \
    $(COURSE_TOML)
	@rm -f $@
	@.venv/bin/python -m studio $* --shelf $(MEDIA)/$(SHELF) --scenes $(FOLDER) \
	    $(if $(OWN),--course $(COURSE_TOML)) $($*_options) $(LEFT_OUT) $(SCENES)
	@touch $@

# Holds which clips were asked for, which there were, whether there was a course, and for the page
# whether it can link to the explorer.
gallery_beside := $(notdir $(wildcard $(MEDIA)/explorer.html))
$(MARKS:.made=.asked): $(WORK)/%.asked: FORCE
	@asked="$(SCENES) $(LEFT_OUT) $($*_options) $($*_beside) $(notdir $(COURSE_TOML)): $$(ls $(MEDIA)/$(SHELF) 2>/dev/null | grep -E '\.(json|mp4)$$' | grep -vE '^(whole-course|chapter-[0-9]+)\.mp4$$')"; \
	[ "$$asked" = "$$(cat $@ 2>/dev/null)" ] || { mkdir -p $(@D); printf '%s\n' "$$asked" >$@; }

# The shelf may hold files of any name, which make could not read: so it asks whether one of a kind
# is newer. (A folder is, whenever a file in it came, went or was replaced.)
stale = $(if $(filter-out $(notdir $(wildcard $($1:%=$(MEDIA)/$(SHELF)/%))),$($1))$(shell \
    find $(MEDIA)/$(SHELF) -maxdepth 1 \( $2 \) -newer $(WORK)/$1.made 2>/dev/null | head -n 1),FORCE)

ifneq ($(filter %.now,$(MAKECMDGOALS)),)
$(WORK)/slides.made: $(wildcard studio/outputs/slides/*) $(call stale,slides,-name '*.json')
$(WORK)/film.made: $(wildcard studio/outputs/film/*) $(call stale,film,-name '*.json')
$(WORK)/handout.made: $(wildcard studio/outputs/handout/*) $(call stale,handout,-name '*.json')
$(WORK)/gallery.made: $(wildcard studio/outputs/web_page.py studio/outputs/gallery/*.* studio/outputs/gallery/templates/*) \
    $(call stale,gallery,-name '*.json' -o -type d)
endif

# ---- Editing ---------------------------------------------------------------------------------

knobs: .venv/.ready ## the knobs of all scenes, or of SCENE=… alone
	@.venv/bin/python -m studio knobs --scenes $(FOLDER) $(SCENE)

new: .venv/.ready ## a new scene to begin with: NAME=my_idea, or FROM=momentum as well
	@.venv/bin/python -m studio new --scenes $(FOLDER) $(if $(FROM),--from="$$FROM") $(if $(NAME),-- "$$NAME")
	+@$(MAKE) --no-print-directory $(if $(DRAFT),QUALITY=480p15) -- "$$NAME"

# ---- Set-up and checks -----------------------------------------------------------------------

ifneq ($(filter clean distclean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

.venv/.ready: requirements.lock pyproject.toml
	@sh studio/setup.sh

.venv/.ready-for-tests: .venv/.ready
	@sh studio/setup.sh tests

# Coverage is measured where gd_math is tested; all other tests would take a third longer with it.
test: .venv/.ready-for-tests ## run all tests, of style and types as well
	@tests=0; pytest='.venv/bin/python -m pytest -n $(CORES)'; \
	$$pytest tests/gd_math --cov=gd_math --cov-branch --cov-report= --cov-fail-under=98 || tests=$$?; \
	$$pytest --ignore=tests/gd_math || tests=$$?; \
	exit $$tests

lint: .venv/.ready-for-tests ## check style (ruff) and types (mypy)
	@style=0; for check in 'ruff check' 'ruff format --check' mypy; do \
	    .venv/bin/python -m $$check || style=1; done; exit $$style # each, whatever the others say

bench: .venv/.ready ## measure renders beside stock Manim’s, in a quarter of an hour
	.venv/bin/python -m benchmarks

format: .venv/.ready-for-tests ## bring the code into the house style
	@.venv/bin/python -m ruff check --fix-only --quiet
	@.venv/bin/python -m ruff format
	@.venv/bin/python -m ruff check || { echo 'The rest is for you to mend.' >&2; exit 1; }

lock: ## choose the versions of all packages anew (needs uv)
	@sh studio/lock.sh

# There may be something else, too.
MADE := $(foreach media,$(MEDIA) $(MEDIA)/courses/*,$(media)/.work \
    $(foreach shelf,$(SHELVES),$(shelf:$(MEDIA)/%=$(media)/%)) \
    $(media)/explorer.html) \
    $(if $(filter media,$(MEDIA)),media/manim)

clean: ## remove the videos and everything else that was made in media
	rm -rf $(MADE)
	@rmdir $(MEDIA)/courses/* $(MEDIA)/courses $(if $(OWN),$(MEDIA)) 2>/dev/null || true

distclean: clean ## remove everything that is generated, .venv too
	rm -rf .venv .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache *.egg-info build
	find benchmarks engine gd_math scenes studio tests -name __pycache__ -exec rm -rf {} +
