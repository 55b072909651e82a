# ./penah doctor: looks at what a build needs, then has stack.jar look at the rest where it is built. Sourced by ./penah.
# It changes nothing and builds nothing.

declare -a findings=()
worst=ok

# STATUS (ok, warn, bad), what was looked at, what was found, what to do about it.
finding() {
  local status=$1 subject=$2 found=$3 remedy=${4:-}
  if [[ "$status" == bad || "$worst" == ok ]]; then worst=$status; fi
  findings+=("$(printf '{"status":"%s","subject":"%s","found":"%s","remedy":"%s"}' \
    "$status" "$subject" "$(json_text "$found")" "$(json_text "$remedy")")")
  if [[ "$as_json" == yes ]]; then return; fi
  printf '%s%-4s%s  %-16s %s\n' "$(colour "$status")" "$status" "$(colour none)" "$subject" "$found"
  if [[ -n "$remedy" ]]; then printf '%23s%s\n' '' "$remedy"; fi
}

json_text() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  printf '%s' "${text//[[:cntrl:]]/ }"
}

colour() {
  if [[ "$colours" == no ]]; then return; fi
  case "$1" in
    ok) printf '\033[32m' ;;
    warn) printf '\033[33m' ;;
    bad) printf '\033[31m' ;;
    *) printf '\033[0m' ;;
  esac
}

look_at_space() {
  local free memory
  free=$(df -Pk "$here" | awk 'NR == 2 { print int($4 / 1024 / 1024) }')
  if ((free < 2)); then
    finding bad disk "$free GiB are free" 'The build and its databases take about 6.'
  elif ((free < 6)); then
    finding warn disk "$free GiB are free" 'The build and its databases take about 6.'
  else
    finding ok disk "$free GiB are free"
  fi
  if [[ -r /proc/meminfo ]]; then
    memory=$(awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)
    if ((memory < 2500)); then
      finding warn memory "$memory MiB are free" 'Everything together takes about 2,500.'
    else
      finding ok memory "$memory MiB are free"
    fi
  fi
}

# stack.jar adds what was found so far to its own findings. 0 and 1 are what all comes to; more: it could not look.
look_at_the_rest() {
  local IFS=, said code=0
  local -a options=(--state "$state" --so-far "[${findings[*]}]")
  if [[ "$colours" == yes ]]; then options+=(--colours); fi
  if [[ "$as_json" == no ]]; then
    (stack doctor "${options[@]}")
  else
    said=$(stack doctor "${options[@]}" --json) || code=$?
    [[ -n "$said" ]] || return 2
    printf '%s\n' "$said"
    return "$code"
  fi
}

# Says what all comes to, where stack.jar cannot.
conclude() {
  local IFS=,
  if [[ "$as_json" == yes ]]; then
    printf '{"healthy":%s,"findings":[%s]}\n' "$([[ "$worst" != bad ]] && echo true || echo false)" "${findings[*]}"
  elif [[ "$worst" == bad ]]; then
    printf '\nIt will not run well: fix the lines marked bad.\n'
  else
    printf '\nIt will run; read the lines marked warn.\n'
  fi
  [[ "$worst" != bad ]]
}

doctor() {
  state=$here/.penah as_json=no colours=no
  # Once and here: a caller in $(…) has a pipe for standard output.
  if [[ -t 1 && -z "${NO_COLOR:-}" && "${TERM:-dumb}" != dumb ]]; then colours=yes; fi
  while (($#)); do
    case "$1" in
      --json) as_json=yes ;;
      --state)
        (($# > 1)) || fail '--state wants a folder.'
        state=$2
        shift
        ;;
      *) fail "doctor has no option '$1' (./penah doctor --help)." ;;
    esac
    shift
  done
  look_at_build_tools finding
  look_at_space
  local code=0
  if [[ -e "$(built stack)" ]] && JAVA_HOME=$(find_jdk 2>/dev/null); then
    look_at_the_rest || code=$?
    ((code > 1)) || return "$code"
  fi
  # A monitored server must not report that all is well because nobody looked.
  finding "$([[ -e "${PENAH_HOME:-/etc/penah}" ]] && echo bad || echo warn)" rest \
    'was not looked at: ports, what runs, its alarms' 'It is looked at once ./penah build has run.'
  conclude
}
