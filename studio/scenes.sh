#!/bin/sh
# Tells make which scenes there are: prints the path of their folder, that of the media beside it,
# and the name of each scene. What is amiss with a file's name is said on standard error, and the
# file left out. When the folder itself is amiss, prints `!` and a sentence.
#
#     sh studio/scenes.sh FOLDER GOAL …
#
# Make splits at spaces and takes `$`, `%`, `:` and more for signs of its own. So it never sees the
# path of a folder outside of the project, which may have any sign, but that of a link to it; and no
# name with other signs than letters, digits and _.
set -eu
LC_ALL=C
export LC_ALL

refuse() { printf '! %s\n' "$1"; exit; }
printable() { printf '%s' "$1" | tr '\000-\037\177' '?'; }
leave_out() { printf 'No scene: %s/%s.py, since %s.\n' "$(printable "$given")" "$(printable "$name")" "$1" >&2; }

given=$1
shift
goals=" $* "
case $given in
'~/'*) given=$HOME/${given#??} ;; # not every shell writes out a ~
-*) given=./$given ;;
esac

[ -n "$given" ] || refuse "SCENES_DIR is empty, and must be the path of a folder"
[ -d "$given" ] || refuse "SCENES_DIR is '$(printable "$given")', and there is no such folder: make it first, or mend the path"
real=$(cd "$given" && pwd -P && echo .) || refuse "SCENES_DIR is '$(printable "$given")', which may not be opened"
real=${real%??}
project=$(pwd -P)

if [ "$real" = "$project/scenes" ]; then
    given=scenes folder=scenes media=media
else
    case $real/ in
    "$project"/*) refuse "SCENES_DIR is '$(printable "$given")', which is in the project: choose a folder outside of it" ;;
    esac
    absolute=$(cd "$given" && pwd && echo .)
    absolute=${absolute%??}
    beside=${absolute%/*}
    links=media/.work/folders/$(printf '%s' "$absolute" | cksum | tr ' ' -)
    folder=$links/scenes media=$links/beside/media
    mkdir -p "$links"
    [ "$links/scenes" -ef "$absolute" ] || ln -sfn "$absolute" "$links/scenes"
    [ "$links/beside" -ef "${beside:-/}" ] || ln -sfn "${beside:-/}" "$links/beside"
fi
echo "$folder $media"

for file in "$folder"/*.py; do
    name=${file##*/}
    name=${name%.py}
    [ -f "$file" ] || {
        # There is no file at all, or what has its name is a folder, a device, a pipe.
        [ ! -L "$file" ] && [ ! -e "$file" ] || leave_out "it is no file"
        continue
    }
    case $name in _*) continue ;; esac # a module for scenes
    # In a lecturer's own folder, not all that lies there needs to be a scene.
    [ "$folder" = scenes ] || grep -q 'def construct' "$file" || continue
    case $name in
    *[!a-zA-Z0-9_]* | [0-9]*)
        better=$(printf '%s' "$name" | tr -c 'a-zA-Z0-9_' '_')
        case $better in [0-9]*) better=scene_$better ;; esac
        leave_out "a scene's name is made of a-z, 0-9 and _; rename it, to $better.py for example"
        continue
        ;;
    esac
    case $goals in *" $name "*)
        leave_out "\`make $name\` means something else; rename it, to ${name}_scene.py for example"
        continue
        ;;
    esac
    echo "$name"
done
