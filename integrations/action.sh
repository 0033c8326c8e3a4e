#!/usr/bin/env bash
# The work of action.yml: checks, annotates, and adds a summary and a SARIF log where they are asked for.
# What the inputs hold reaches the program as arguments and is never run.
set -euo pipefail

# Reads the lines of a variable into the array `lines`, blank ones left out.
lines_of() {
  lines=()
  local line
  while IFS= read -r line; do
    if [ -n "${line//[[:space:]]/}" ]; then lines+=("$line"); fi
  done <<<"${1:-}"
}

common=()
lines_of "${OUTLINK_POLICY:-}"; for line in ${lines[@]+"${lines[@]}"}; do common+=(--policy "$line"); done
lines_of "${OUTLINK_SCENE:-}"; for line in ${lines[@]+"${lines[@]}"}; do common+=(--scene "$line"); done
if [ -n "${OUTLINK_AS_OF:-}" ]; then common+=(--as-of "$OUTLINK_AS_OF"); fi
common+=(--fail-on "${OUTLINK_FAIL_ON:-block}")
lines_of "${OUTLINK_ARGS:-}"; common+=(${lines[@]+"${lines[@]}"})
lines_of "${OUTLINK_PATHS:-.}"; paths=(${lines[@]+"${lines[@]}"})

code=0
outlink check ${common[@]+"${common[@]}"} --format github -- "${paths[@]}" || code=$?

# 0 and 1 are answers. Anything else is a fault, and a second run would only repeat it.
if [ "$code" -le 1 ]; then
  if [ -n "${OUTLINK_SARIF:-}" ]; then
    outlink check ${common[@]+"${common[@]}"} --format sarif --output "$OUTLINK_SARIF" -- "${paths[@]}" 2>/dev/null || [ $? -eq 1 ]
    printf 'sarif=%s\n' "$OUTLINK_SARIF" >>"${GITHUB_OUTPUT:-/dev/null}"
  fi
  if [ "${OUTLINK_SUMMARY:-true}" = true ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    { outlink check ${common[@]+"${common[@]}"} --format markdown -- "${paths[@]}" 2>/dev/null || [ $? -eq 1 ]; } >>"$GITHUB_STEP_SUMMARY"
  fi
fi
printf 'exit-code=%s\n' "$code" >>"${GITHUB_OUTPUT:-/dev/null}"
exit "$code"
