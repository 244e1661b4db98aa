#!/bin/sh
# Tells make the name of a lecturer's own course: that of its file. Prints it or, when something is
# amiss, `!` and a sentence.
#
#     sh studio/own_course.sh FILE
set -eu
LC_ALL=C
export LC_ALL

given=$1
refuse() { printf "! COURSE is '%s', %s\n" "$(printf '%s' "$given" | tr '\000-\037\177' '?')" "$1"; exit; }

case $given in
'~/'*) given=$HOME/${given#??} ;; # not every shell writes out a ~
-*) given=./$given ;;
esac
[ -f "$given" ] || refuse "and there is no such file: write one, or type COURSE=1 for one deck of all clips"
name=${given##*/}
case $name in
?*.toml) name=${name%.toml} ;;
*) refuse "and must be the name of a .toml file" ;;
esac
case $name in
*[!a-zA-Z0-9_-]*) refuse "and the file's name must be made of a-z, 0-9, _ and -: rename it" ;;
esac
echo "$name"
