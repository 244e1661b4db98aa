#!/bin/sh
# Chooses the versions of all packages anew and writes them into requirements.lock, layer by layer:
# the tools that install and build, what videos need, and what the tests add. Needs uv.
#
# All layers are chosen together, and each is then written with those versions, so that a package
# that two layers need has one version.
set -eu
cd "$(dirname "$0")/.."

command -v uv >/dev/null || { echo 'Lock: uv is needed; install it, then make lock again.' >&2; exit 1; }
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

compile() {
    uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-annotate --no-header --quiet "$@"
}

compile pyproject.toml --group tools --group test --upgrade --output-file "$new/all"

write_layer() {
    printf '# ---- layer: %s\n' "$1"
    shift
    compile --constraint "$new/all" --output-file "$new/layer" "$@" >/dev/null
    # Less what stands in a layer before: an entry is a line with a name and its indented hashes.
    touch "$new/before"
    awk 'FILENAME != before && /^[^ ]/ { known = $0 in seen } /^[^ ]/ { seen[$0] }
         FILENAME != before && !known' before="$new/before" "$new/before" "$new/layer"
    cat "$new/layer" >>"$new/before"
    rm "$new/layer"
}

{
    echo '# Exact versions with hashes, installed as they stand here. Made by `make lock`.'
    write_layer tools --group tools
    write_layer videos pyproject.toml
    write_layer tests --group test
} >"$new/requirements.lock"
mv "$new/requirements.lock" requirements.lock
