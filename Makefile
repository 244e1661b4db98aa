# The front door: `make` alone lists everything that can be made.

QUALITY ?= 720p30
THEME ?= dark
SHARDS ?= auto
LAUNCH ?=
SCENES_DIR ?= scenes
PYTHON ?=

QUALITIES := 480p15 720p30 1080p60 2160p60
THEMES := dark light
COUNTS := auto 1 2 3 4 5 6 7 8 # of processes that draw one video

# ---- Which scenes? ---------------------------------------------------------------------------

# What is made of a folder outside of the project goes to the folder `media` beside that.
HASH := \#
SIGNS := $$ % : $(HASH) ' " ; |
ifneq ($(words $(SCENES_DIR))$(strip $(foreach sign,$(SIGNS),$(findstring $(sign),$(value SCENES_DIR)))),1)
$(error SCENES_DIR is '$(value SCENES_DIR)', and must be one path without spaces and without $(SIGNS))
endif
# Not every shell writes out a ~.
GIVEN := $(patsubst ~/%,$(HOME)/%,$(SCENES_DIR))
ifeq ($(wildcard $(GIVEN)/.),)
$(error SCENES_DIR is '$(SCENES_DIR)', and there is no such folder: make it first, or mend the path)
endif
ifeq ($(realpath $(GIVEN)),$(realpath scenes))
FOLDER := scenes
FILES := $(wildcard scenes/*.py)
MEDIA := media
else ifneq ($(filter $(CURDIR)/% $(realpath .)/%,$(abspath $(GIVEN)) $(realpath $(GIVEN))),)
$(error SCENES_DIR is '$(SCENES_DIR)', which is in the project: choose a folder outside of it)
else
FOLDER := $(abspath $(GIVEN))
# Not all that lies there needs to be a scene.
FILES := $(shell grep -l 'def construct' $(FOLDER)/*.py /dev/null 2>/dev/null)
MEDIA := $(patsubst %/,%,$(dir $(FOLDER)))/media
endif

# One scene is one file; a name that begins with an underscore is none.
ALL := $(sort $(filter-out _%,$(basename $(notdir $(FILES)))))

CORES := $(shell nproc 2>/dev/null || sysctl -n hw.ncpu)
MAKEFLAGS += -rR
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(CORES) # a -j on the command line wins, but for GNU Make 3.81
endif

# SET, AS and SCENES count only on the command line (AS is the assembler to make itself and to
# some environments). $(value …) takes what was typed as it is, dollar signs and all.
override SET := $(if $(filter command%,$(origin SET)),$(value SET))
override AS := $(if $(filter command%,$(origin AS)),$(value AS))
override SCENES := $(if $(filter command%,$(origin SCENES)),$(value SCENES))
# So do SCENE and NAME.
override SCENE := $(if $(filter command%,$(origin SCENE)),$(value SCENE))
override NAME := $(if $(filter command%,$(origin NAME)),$(value NAME))
export SET PYTHON SCENE NAME

# ---- Is what was typed sound? ----------------------------------------------------------------

# The scene, when it is the only goal.
ALONE := $(if $(word 2,$(MAKECMDGOALS)),,$(filter $(ALL),$(MAKECMDGOALS)))

alphabet := a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9 _
unsound := $(AS)
$(foreach sign,$(alphabet),$(eval unsound := $$(subst $(sign),,$$(unsound))))

ifneq ($(words $(QUALITY)) $(filter $(QUALITIES),$(QUALITY)),1 $(QUALITY))
$(error QUALITY is '$(QUALITY)', and must be one of: $(QUALITIES))
endif
ifneq ($(words $(THEME)) $(filter $(THEMES),$(THEME)),1 $(THEME))
$(error THEME is '$(THEME)', and must be one of: $(THEMES))
endif
ifneq ($(words $(SHARDS)) $(filter $(COUNTS),$(SHARDS)),1 $(SHARDS))
$(error SHARDS is '$(SHARDS)', and must be one of: $(COUNTS))
endif
ifneq ($(if $(ALONE)$(filter preview still watch,$(MAKECMDGOALS)),,$(SET)$(AS)),)
$(error SET and AS are for one video: name one scene and nothing else, as in `make $(firstword $(ALL)) AS=longer`)
endif
ifneq ($(unsound),)
$(error AS is '$(AS)', and must be made of a-z, 0-9 and _ only)
endif
ifneq ($(filter $(filter-out $(ALONE),$(ALL)),$(AS)),)
$(error AS is '$(AS)', the name of another scene: choose a name that no scene has)
endif

ifneq ($(filter-out $(ALL),$(SCENES)),)
$(error SCENES has '$(firstword $(filter-out $(ALL),$(SCENES)))', and may have: $(ALL))
endif
override FORMATS := $(if $(filter command%,$(origin FORMATS)),$(FORMATS))
override TRANSPARENT := $(if $(filter command%,$(origin TRANSPARENT)),$(filter-out 0,$(TRANSPARENT)))
POSSIBLE := $(if $(TRANSPARENT),webm mov,gif webp webm mov beats)
ifneq ($(filter-out $(POSSIBLE),$(FORMATS)),)
$(error FORMATS has '$(firstword $(filter-out $(POSSIBLE),$(FORMATS)))', and may have: $(POSSIBLE))
endif
CHOSEN := $(or $(strip $(SCENES)),$(ALL))

# ---- Help ------------------------------------------------------------------------------------

.PHONY: help
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
	@echo "  SCENES='… …'              only these scenes, where otherwise all would be made"
	@echo "  FORMATS='gif webm'        which of gif webp webm mov beats (for make clips)"
	@echo '  TRANSPARENT=1             WebM and ProRes without background (for make clips)'
	@echo "  SET='KNOB=value …'        other values for the knobs of one scene"
	@echo '  AS=another_name           put that video beside the scene’s own'
	@echo '  SHARDS=auto               or how many processes draw one video, $(lastword $(COUNTS)) at most'
	@echo '  SCENES_DIR=scenes         or a folder of your own; its videos go to the media beside it'
	@echo '  LAUNCH=srun               a command to put before each render'
	@echo '  PYTHON=/path/to/python    the Python to set up with'

# ---- Videos ----------------------------------------------------------------------------------

SHELF := $(QUALITY)$(if $(filter light,$(THEME)),-light)
WORK := $(MEDIA)/.work/$(SHELF)
VIDEOS := $(ALL:%=$(MEDIA)/$(SHELF)/%.mp4)
EXTRA := $(patsubst %,$(MEDIA)/$(SHELF)/%.mp4,$(filter-out $(ALL),$(AS)))
KNOWN := $(wildcard $(WORK)/*.d)

# What is made of videos, in this order: the page lists what there is.
LECTURE := clips slides handout gallery
ASKED := $(filter $(MAKECMDGOALS),$(LECTURE))
TOGETHER := $(if $(ASKED),$(filter $(LECTURE) videos $(ALL),$(MAKECMDGOALS)))

.PHONY: videos $(ALL) FORCE
.DELETE_ON_ERROR:

ifeq ($(ASKED),)
videos: $(CHOSEN:%=$(MEDIA)/$(SHELF)/%.mp4) ## make all videos
	@echo '$(if $^,$(words $^),No) video$(if $(word 2,$^),s are, is) in $(MEDIA)/$(SHELF)'

$(if $(EXTRA),$(ALONE): $(EXTRA),$(ALL): %: $(MEDIA)/$(SHELF)/%.mp4)
$(ALL):
	@echo '$<'
endif # and otherwise they come first of what the goals for the lecture make

# Several bars on one terminal would overwrite each other: only a video alone shows one.
# When a render fails, its .knobs say again what the video that stays was asked for.
define RENDER
@$(if $(ALONE),,TERM=dumb) $(LAUNCH) .venv/bin/python -m studio render $< \
    --quality $(QUALITY) --theme $(THEME) --name $(basename $(@F)) --set "$$SET" --media $(MEDIA) \
    --shards $(SHARDS) \
|| { status=$$?; mv -f $(KNOBS).before $(KNOBS) 2>/dev/null; exit $$status; }
@rm -f $(KNOBS).before
endef
KNOBS = $(WORK)/$(basename $(@F)).knobs

$(VIDEOS): $(MEDIA)/$(SHELF)/%.mp4: $(FOLDER)/%.py $(WORK)/%.knobs | .venv/.ready
	$(RENDER)

$(EXTRA): $(FOLDER)/$(ALONE).py $(WORK)/$(AS).knobs | .venv/.ready
	$(RENDER)

# Holds what the video was asked for; it changes, and so makes the video stale, only when that does.
$(WORK)/%.knobs: FORCE
	@asked="$(or $(filter $*,$(ALL)),$(ALONE)) $$SET"; \
	[ "$$asked" = "$$(cat $@ 2>/dev/null)" ] || { \
	    mkdir -p $(@D); cp -p $@ $@.before 2>/dev/null; printf '%s\n' "$$asked" >$@; }

# What else a video is made from is known once it was rendered.
-include $(KNOWN)
$(filter-out $(KNOWN:$(WORK)/%.d=$(MEDIA)/$(SHELF)/%.mp4),$(VIDEOS) $(EXTRA)): FORCE

# ---- While you edit --------------------------------------------------------------------------

override PORT := $(if $(filter command%,$(origin PORT)),$(PORT))
BEAT ?= 1
ifneq ($(filter preview still watch,$(MAKECMDGOALS)),)
ifneq ($(words $(SCENE)) $(filter $(ALL),$(SCENE)),1 $(SCENE))
$(error SCENE is '$(SCENE)', and must be one of: $(ALL))
endif
endif

LOOK = .venv/bin/python -m studio $1 $(FOLDER)/$(SCENE).py --media $(MEDIA) --theme $(THEME) \
    --set "$$SET" $(AS:%=--name %)
ONE_BEAT = @$(LAUNCH) $(call LOOK,preview) --quality $(QUALITY) --shards $(SHARDS) --beat '$(BEAT)'

.PHONY: preview still watch
preview: .venv/.ready ## render one beat of a clip: SCENE=… BEAT=3
	$(ONE_BEAT)

still: .venv/.ready ## the last frame of a beat, as PNG: SCENE=… BEAT=3
	$(ONE_BEAT) --still

watch: .venv/.ready ## show a clip in the browser, anew at each save: SCENE=…
	@exec $(call LOOK,watch) $(PORT:%=--port %)

# ---- For the lecture --------------------------------------------------------------------------

.PHONY: $(LECTURE) $(LECTURE:%=%.now) videos.now
clips: ## the videos as GIF, WebP, WebM, ProRes and beat by beat
slides: ## slides.pptx and slides.html, one slide a beat
handout: ## handout-a4.pdf and handout-letter.pdf, to print
gallery: ## a web page that plays, presents and hands out all of these

# They are made of the videos that are there, so that a scene that fails today keeps nothing else
# from its place: three calls of make one after the other, and each goes as far as it can.
$(firstword $(TOGETHER)): | .venv/.ready
	+@well=true; \
	go() { [ $$# = 0 ] || $(MAKE) --no-print-directory -k "$$@" || well=false; }; \
	go $(filter videos $(ALL),$(MAKECMDGOALS)) videos.now; \
	go $(patsubst %,%.now,$(filter-out gallery,$(ASKED))); \
	go $(patsubst %,%.now,$(filter gallery,$(ASKED))); \
	$$well || { echo 'Not all of it could be made: see above. The rest is in $(MEDIA)/$(SHELF).' >&2; exit 1; }
$(filter-out $(firstword $(TOGETHER)),$(TOGETHER)): $(firstword $(TOGETHER))
	@:

videos.now: $(CHOSEN:%=$(MEDIA)/$(SHELF)/%.mp4)
	@:

clips.now:
	@$(LAUNCH) .venv/bin/python -m studio clips --shelf $(MEDIA)/$(SHELF) \
	    --scenes $(FOLDER) --formats '$(FORMATS)' $(if $(TRANSPARENT),--transparent) $(SCENES)

slides.now handout.now gallery.now: %.now: $(WORK)/%.made
	@echo '$(addprefix $(MEDIA)/$(SHELF)/,$($*))'

slides := slides.pptx slides.html
handout := handout-a4.pdf handout-letter.pdf
gallery := index.html
MARKS := $(patsubst %,$(WORK)/%.made,slides handout gallery)
FINISHED := $(wildcard $(MEDIA)/$(SHELF)/*.json)

# The files themselves are no targets: make would delete one that was made without a broken clip.
$(MARKS): $(WORK)/%.made: $(WORK)/%.asked $(FINISHED) \
    $(patsubst %,studio/%.py,shelf media beats) scenes/kit/theme.py
	@rm -f $@
	@.venv/bin/python -m studio $* --shelf $(MEDIA)/$(SHELF) --scenes $(FOLDER) $(SCENES)
	@touch $@

# Holds which clips were asked for, and which there were.
$(MARKS:.made=.asked): $(WORK)/%.asked: FORCE
	@asked='$(SCENES): $(sort $(notdir $(FINISHED) $(wildcard $(MEDIA)/$(SHELF)/*.mp4)))'; \
	[ "$$asked" = "$$(cat $@ 2>/dev/null)" ] || { mkdir -p $(@D); echo "$$asked" >$@; }

missing = $(filter-out $(notdir $(wildcard $($1:%=$(MEDIA)/$(SHELF)/%))),$($1))
$(WORK)/slides.made: $(wildcard studio/slides/*) $(if $(call missing,slides),FORCE)
$(WORK)/handout.made: $(wildcard studio/handout/*) $(if $(call missing,handout),FORCE)
# A folder is newer than the page whenever a file in it came, went or was replaced.
$(WORK)/gallery.made: $(wildcard studio/gallery/*.* studio/gallery/templates/*) \
    $(wildcard $(MEDIA)/$(SHELF) $(MEDIA)/$(SHELF)/*.beats) $(if $(call missing,gallery),FORCE)

# ---- Editing ---------------------------------------------------------------------------------

.PHONY: knobs new
knobs: .venv/.ready ## the knobs of all scenes, or of SCENE=… alone
	@.venv/bin/python -m studio knobs --scenes $(FOLDER) $(if $(SCENE),"$$SCENE")

new: .venv/.ready ## a new scene to begin with: NAME=my_idea
	@.venv/bin/python -m studio new --scenes $(FOLDER) $(if $(NAME),"$$NAME")
	+@$(MAKE) --no-print-directory $(if $(filter file,$(origin QUALITY)),QUALITY=480p15) "$$NAME"

# ---- Set-up and checks -----------------------------------------------------------------------

.PHONY: test lint bench format lock clean distclean
ifneq ($(filter clean distclean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

.venv/.ready: requirements.lock pyproject.toml
	@sh studio/setup.sh

.venv/.browser: .venv/.ready
	@sh studio/setup.sh browser

test: lint .venv/.browser ## check style and types, then run all tests
	.venv/bin/python -m pytest -n $(CORES) --dist loadfile \
	    --cov=gd_math --cov-branch --cov-report= --cov-fail-under=98

lint: .venv/.ready ## check style (ruff) and types (mypy)
	.venv/bin/python -m ruff check
	.venv/bin/python -m ruff format --check
	.venv/bin/python -m mypy

bench: .venv/.ready ## measure how fast renders are, beside stock Manim's
	.venv/bin/python -m studio.bench

format: .venv/.ready ## bring the code into the house style
	.venv/bin/python -m ruff check --fix
	.venv/bin/python -m ruff format

lock: ## choose the versions of all packages anew (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
	    --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet \
	    --output-file requirements.lock

# In the lecturer's own folder there may be something else, too.
MADE := $(if $(filter media,$(MEDIA)),media,$(MEDIA)/.work \
    $(foreach quality,$(QUALITIES),$(MEDIA)/$(quality) $(MEDIA)/$(quality)-light))

clean: ## remove the videos and everything else in media
	rm -rf $(MADE)

distclean: clean ## remove everything that is generated, .venv too
	rm -rf .venv .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache *.egg-info
	find gd_math scenes studio tests -name __pycache__ -exec rm -rf {} +
