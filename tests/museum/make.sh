#!/bin/bash
# Makes the workspace of one form with the program of that form. Kept to show how the files of the
# museum were made; a form that has been made is not made again.
#   make.sh FORM TREE PYTHON OUT      TREE: a checkout of the form's commit, as README.md names it
set -euo pipefail
form=$1 tree=$(realpath "$2") python=$3 out=$4
mkdir -p "$out"
cd "$out"
export RELIEF_DESK_PASSPHRASE="museum of made-up words" RELIEF_DESK_DATA="$PWD/data" PYTHONPATH=$tree
file=form-$form.relief

desk() {
    echo "+ $*" >&2
    "$python" -m app.cli "$@"
}

# Numbers of convictions with an answer that can be accepted.
answered() {
    desk cases $file --json | "$python" -c '
import json, sys
for case in json.load(sys.stdin)["convictions"]:
    if case["outcome"] in ("DISMISSAL", "REDUCTION"):
        print(case["conviction_id"])'
}

desk sample --people 10 --county "Los Angeles" --seed "4$form" --out First.dat
sed -n 3p First.dat | cut -c1-60 >>First.dat # half a row: quarantined
desk import $file First.dat --county "LOS ANGELES"
desk check $file --policy us-ca/los-angeles --as-of 2020-07-01
desk check $file --policy us-ca/los-angeles --as-of 2026-11-01
mapfile -t case < <(answered)
echo "answered: ${case[*]}" >&2

if [ "$form" -ge 3 ]; then # a newer delivery of the file, mends, files of other kinds
    sed '$d' First.dat >Second.dat
    desk sample --people 2 --county "Los Angeles" --seed 99 --out More.dat
    sed 1d More.dat >>Second.dat
    desk import $file Second.dat --replaces First.dat
    desk check $file --policy us-ca/los-angeles --as-of 2026-11-01
    mapfile -t case < <(answered)
fi
if [ "$form" -ge 4 ]; then
    desk office add-user $file "A. Admin" administrator
    desk office add-user $file "B. Attorney" attorney --as "A. Admin"
    desk office add-user $file "C. Clerk" clerk --as "A. Admin"
    desk office second-reviewer $file overrides --as "A. Admin"
    desk review $file "${case[0]}" --accept --as "C. Clerk"
    desk review $file "${case[1]}" --park "see the file" --remind-on 2026-12-24 --as "C. Clerk"
    desk review $file "${case[2]}" --override not_eligible --reason OUTSIDE --words "told by the court" --as "C. Clerk"
    desk review $file "${case[2]}" --approve --as "B. Attorney"
    desk review $file "${case[3]}" --ask "Is this the same person?" --as "C. Clerk"
    desk review $file "${case[3]}" --note "Seen with a colleague." --as "C. Clerk"
    desk review $file "${case[3]}" --answer "It is." --as "B. Attorney"
    desk review $file "${case[4]}" --accept --as "C. Clerk"
    desk review $file --undo --as "C. Clerk"
    desk filters save $file "To be relieved" --answer DISMISSAL --as "C. Clerk"
    clerk=(--as "C. Clerk")
else
    desk review $file "${case[0]}" --accept
    desk review $file "${case[1]}" --hold-back "see the file"
    clerk=()
fi
desk papers $file --out papers --paper-date 2026-11-02 --limit 3 "${clerk[@]}"
if [ "$form" -ge 5 ]; then
    desk papers $file --out papers --print-files "${clerk[@]}"
    desk register $file "${clerk[@]}" set printed 1 2 --on "$(date +%F)"
    desk register $file "${clerk[@]}" set signed 1 --on "$(date +%F)"
    desk contacts add $file --role court --name "Superior Court" --county "LOS ANGELES" --address "1 Example Street|Los Angeles, CA 90000" "${clerk[@]}"
    desk letters $file --out letters --paper-date 2026-11-02 "${clerk[@]}"
    desk lists $file --out lists --to court --paper-date 2026-11-02 "${clerk[@]}"
fi
# The programs of forms 3 to 5 took the rows of First.dat that were set aside, and went with it when
# it was replaced, for a fault of the file.
desk verify $file || true
