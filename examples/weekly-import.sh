#!/bin/sh
# Bring in the office's file by itself, every week (docs/importing.md, "Every week by itself").
#
#   weekly-import.sh FILE [FOLDER-FOR-REPORTS] [-- OPTIONS]
#
# What stands behind -- goes to `parentlink import families` as it is: -- --use-map isams
#
# For cron, every Monday at 02:00 (type `crontab -e` and add the line):
#
#   0 2 * * 1  /home/office/weekly-import.sh "/srv/exports/families.csv"
#
# Nothing is said when nothing changed, so that cron has nothing to mail; otherwise one line, and
# whom not to contact. Each report (counts, whom not to contact, and the cells that were
# refused) is kept for WEEKS_KEPT weeks in a folder that only you can open. The exit code is parentlink's own. Before a large import
# parentlink copies its data file by itself.

set -eu
umask 077
PATH=$PATH:$HOME/.local/bin # where pipx puts programs; cron does not look there

usage() {
    echo "$1 weekly-import.sh FILE [FOLDER-FOR-REPORTS] [-- OPTIONS]" >&2
    exit 2
}

case ${1---} in --) usage "Which file?" ;; esac
file=$1
shift
reports=$HOME/parentlink-reports
case ${1---} in
--) ;;
-*) usage "Options stand behind --:" ;;
*)
    reports=$1
    shift
    ;;
esac
if [ $# -gt 0 ]; then
    [ "$1" = -- ] || usage "Options stand behind --:"
    shift
fi
weeks=${WEEKS_KEPT:-12}

if [ -n "$(find "$file" -prune -mtime +6 2>/dev/null)" ]; then
    echo "$file is a week old or older. Does the export still run?" >&2
fi

mkdir -p "$reports"
report=$reports/import-$(date +%Y-%m-%d_%H%M%S)-$$.json
code=0
parentlink --no-input import families --quiet --format json "$@" -- "$file" >"$report.part" || code=$?
if [ -s "$report.part" ]; then
    mv "$report.part" "$report"
    [ "$code" -eq 0 ] || echo "What stopped it is in $report" >&2
else
    rm -f "$report.part"
fi
find "$reports" -type f -name 'import-*.json*' -mtime "+$((weeks * 7))" -exec rm -f {} +
exit "$code"
