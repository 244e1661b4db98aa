#!/bin/sh
# Makes .venv, with all that videos need, on a machine that has git, make and a Python that the lock
# knows: system libraries first (only what is missing), then the packages of requirements.lock.
# `make` calls it whenever .venv/.ready is missing or older than what it was made from.
#
# With the argument `tests` it adds what only the tests need: the last layer of the lock, and a
# Chromium or a Chrome.
set -eu
cd "$(dirname "$0")/.."

say() { printf 'Set-up: %s\n' "$*" >&2; }
stop() { say "$@"; exit 1; }

# ---- Python ----------------------------------------------------------------------------------

# The packages of the lock exist for these; what is newer than the lock may have none yet.
fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3 python3.13 python3.12 python3.11 python3.14
    fi
    for candidate in "$@"; do
        if fits "$candidate"; then
            python=$candidate
            return
        fi
    done
    found=$("$1" --version 2>&1) || found=none
    stop "Python 3.11 to 3.14 is needed ($1: $found);" \
        "install one of them, or name it with \`make … PYTHON=/path/to/python\`."
}

# ---- System libraries ------------------------------------------------------------------------

# Names, for one system, of the packages that hold each thing needed.
name_packages() {
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if command -v apt-get >/dev/null; then
        install="apt-get install -y --no-install-recommends"
        compiler=build-essential headers=python$version-dev venv=python$version-venv
        pkg_config=pkg-config cairo=libcairo2-dev pango=libpango1.0-dev
        egl=libegl1 gl=libgl1 mesa=libgl1-mesa-dri
    elif command -v dnf >/dev/null; then
        install="dnf install -y"
        compiler="gcc gcc-c++" headers=python$version-devel venv=python$version
        pkg_config=pkgconf-pkg-config cairo=cairo-devel pango=pango-devel
        egl=libglvnd-egl gl=libglvnd-glx mesa=mesa-dri-drivers
        if fits /usr/bin/python3 && [ "$(/usr/bin/python3 -V)" = "$("$python" -V)" ]; then
            headers=python3-devel venv=python3
        fi
    elif command -v brew >/dev/null; then
        install="brew install"
        compiler=gcc headers=python@$version venv=python@$version
        pkg_config=pkgconf cairo=cairo pango=pango
    else
        install=
        compiler="a C and C++ compiler," headers="the headers of Python $version,"
        venv="Python's venv module," pkg_config=pkg-config, cairo="cairo and" pango="pango"
        egl="(with headers), libEGL," gl="libGL" mesa="and Mesa's drivers"
    fi
}

# The browser must play H.264, as Debian's Chromium does and the one that Playwright offers does not.
# Ubuntu's is a snap, which may not open the tests' files: there, Playwright fetches a Chrome.
name_browser() {
    if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then
        install="$PWD/.venv/bin/python -m playwright install" chromium=chrome
        return
    fi
    case $install in
    brew*) install="brew install --cask" chromium=google-chrome ;;
    "") chromium="Chromium or Google Chrome" ;;
    apt-get*) chromium=chromium-headless-shell ;;
    *) chromium=chromium ;;
    esac
}

missing_browser() {
    for browser in chromium-headless-shell chromium chromium-browser \
        google-chrome google-chrome-stable \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if command -v "$browser" >/dev/null; then return; fi
    done
    echo "$chromium"
}

has_header() {
    "$python" -c 'import sys, sysconfig, os
sys.exit(not os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")))'
}

has_library() { "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }

has_mesa() {
    for driver in /usr/lib*/dri/*_dri.so /usr/lib/*/dri/*_dri.so; do
        [ ! -e "$driver" ] || return 0
    done
    return 1
}

missing_packages() {
    { command -v cc && command -v c++; } >/dev/null || echo "$compiler"
    has_header || echo "$headers"
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo "$venv"
    command -v pkg-config >/dev/null || echo "$pkg_config"
    pkg-config --exists cairo 2>/dev/null || echo "$cairo"
    if [ "$(uname -s)" != Darwin ]; then # macOS has OpenGL, and Pango comes with its package
        pkg-config --exists pangocairo 2>/dev/null || echo "$pango"
        has_library libEGL.so.1 || echo "$egl"
        has_library libGL.so.1 || echo "$gl"
        has_mesa || echo "$mesa"
    fi
}

# Run a command with the rights of the administrator, asking for a password only on a terminal.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# Install the packages that are named.
install_for_the_system() {
    [ $# -gt 0 ] || return 0
    [ -n "$install" ] || stop "apt-get, dnf or brew is needed to install what is missing," \
        "and none was found; install this yourself: $*."
    say "needed from the system: $*"
    case $install in
    brew*)
        $install "$@" || stop "brew could not install them; its own message stands above."
        return
        ;;
    apt-get*) update="apt-get update && " quiet=">/dev/null" ;; # of a thousand lines
    *) update="" quiet="" ;;
    esac
    command="$update$install $*"
    if ! as_root true 2>/dev/null; then
        say "installing them needs the rights of the administrator; run this, then make again:"
        if command -v sudo >/dev/null; then with="sudo sh -c"; else with="su -c"; fi
        printf "\n    %s '%s'\n\n" "$with" "$command" >&2
        exit 1
    fi
    say "installing that (this takes a minute or two)"
    as_root env DEBIAN_FRONTEND=noninteractive sh -c "{ $command; } $quiet" >&2 ||
        stop "the system packages could not be installed: is there a network connection?" \
            "The package manager's own message stands above."
}

# ---- Packages --------------------------------------------------------------------------------

# Nothing is chosen here. Each package comes as the lock has it, by its hash; --no-deps, so that pip
# looks for no other; and none is built with tools that pip would fetch for it. pip itself, and all
# that packages are built with, are the first layer. So a newer release of anything, or another pip
# on this machine, changes nothing.
pip() {
    PATH="$PWD/.venv/bin:$PATH" PYTHONWARNINGS=ignore \
        .venv/bin/python -m pip --disable-pip-version-check --quiet "$@" >&2
}

# What else a machine may have told pip for other work: where to put things, what to build, which
# versions to take. (Where it looks for packages stays: some networks have an index of their own.)
unset PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_CONSTRAINT PIP_BUILD_CONSTRAINT PIP_REQUIREMENT \
    PIP_NO_BINARY PIP_ONLY_BINARY PIP_PRE PIP_NO_INDEX PIP_DRY_RUN PIP_EDITABLE PIP_PYTHON \
    PIP_REQUIRE_HASHES PIP_NO_DEPS PIP_NO_BUILD_ISOLATION PIP_QUIET PIP_VERBOSE \
    PYTHONPATH PYTHONHOME

layer() { awk -v name="$1" '/^# ---- layer:/ { wanted = $NF == name } wanted' requirements.lock; }

install_layer() {
    layer "$1" >".venv/$1.lock.new"
    pip install --no-deps --require-hashes --no-build-isolation --requirement ".venv/$1.lock.new" ||
        stop "the packages could not be installed: is there a network connection?" \
            "pip's own message stands above."
    mv ".venv/$1.lock.new" ".venv/$1.lock"
}

is_installed() {
    for name in "$@"; do
        layer "$name" | cmp -s - ".venv/$name.lock" || return 1
    done
    .venv/bin/python -V >/dev/null 2>&1
}

if [ "${1:-}" = tests ]; then
    find_python
    name_packages
    name_browser
    is_installed tests || {
        say "installing what the tests need into .venv"
        install_layer tests
    }
    # shellcheck disable=SC2046 # one word for each package
    install_for_the_system $(missing_browser)
    touch .venv/.ready-for-tests
    exit
fi

rm -f .venv/.ready # until the last line, what is there is not whole
find_python
name_packages
# shellcheck disable=SC2046 # one word for each package
install_for_the_system $(missing_packages)
is_installed tools videos || {
    say "installing the packages of requirements.lock into .venv (this takes a few minutes)"
    "$python" -m venv --clear .venv || stop "$python could not make .venv; its message stands above."
    install_layer tools
    install_layer videos
}
pip install --no-build-isolation --no-deps --editable . ||
    stop "the project itself could not be installed; pip's own message stands above."
touch .venv/.ready
say "done."
