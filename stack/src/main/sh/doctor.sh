# ./penah doctor: looks at this machine and at what runs on it; says what is wrong and what to do. Sourced by ./penah.
# It changes nothing, asks nobody outside this machine, and shows no secret.

declare -a findings=()
worst=0

# STATUS (ok, warn, bad), what was looked at, what was found, what to do about it.
finding() {
  local status=$1 subject=$2 found=$3 remedy=${4:-}
  case "$status" in
    warn) ((worst < 1)) && worst=1 ;;
    bad) worst=2 ;;
  esac
  if [[ "$as_json" == yes ]]; then
    findings+=("$(printf '{"status":"%s","subject":"%s","found":"%s","remedy":"%s"}' \
      "$status" "$subject" "$(json_text "$found")" "$(json_text "$remedy")")")
    return
  fi
  printf '%s%-4s%s  %-10s %s\n' "$(colour "$status")" "$status" "$(colour none)" "$subject" "$found"
  if [[ -n "$remedy" ]]; then printf '                 %s\n' "$remedy"; fi
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

# Is version $1 (3.9.9) at least $2 (3.9)?
at_least() {
  [[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" == "$2" ]]
}

look_at_tools() {
  local jdk version
  if jdk=$(find_jdk 2>/dev/null); then
    finding ok jdk "$(jdk_version "$jdk") in $jdk"
  else
    finding bad jdk 'there is no JDK with a compiler, 17 or newer' 'Install one (Debian: default-jdk-headless) or point JAVA_HOME at it.'
  fi
  version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' || true)
  tool maven "$version" 3.9 'Install Maven 3.9 or newer (Debian: maven).'
  version=$(node --version 2>/dev/null | sed 's/^v//' || true)
  tool node "$version" 20 'Install Node 20 or newer (Debian: nodejs).'
  version=$(npm --version 2>/dev/null || true)
  tool npm "$version" 1 'Install npm (Debian: npm).'
}

tool() {
  local name=$1 version=$2 wanted=$3 remedy=$4
  if [[ -z "$version" ]]; then
    finding bad "$name" "is not there, or does not say its version" "$remedy"
  elif at_least "$version" "$wanted"; then
    finding ok "$name" "$version"
  else
    finding bad "$name" "$version is too old" "$remedy"
  fi
}

look_at_extras() {
  local version
  version=$(tor --version 2>/dev/null | sed -n 's/^Tor version \([0-9.]*[0-9]\).*/\1/p' || true)
  if [[ -z "$version" ]]; then
    finding warn tor 'is not there' 'Only --tor needs it (Debian: tor).'
  elif at_least "$version" 0.4.8 && tor --list-modules 2>/dev/null | grep -q '^pow: yes'; then
    finding ok tor "$version, with its proof of work"
  else
    finding warn tor "$version has no proof of work" 'Install tor 0.4.8 or newer, built with it.'
  fi
  local missing='' program
  for program in chromium firefox-esr age minisign kubectl promtool zip unzip git curl openssl python3 nginx strace; do
    PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || missing+=" $program"
  done
  if [[ -n "$missing" ]]; then
    finding warn tests "these are not there:$missing" 'Tests that need them say that they were skipped; .ci/run installs them.'
  else
    finding ok tests 'all that the tests use is there'
  fi
}

look_at_docker() {
  local remedy='Only a server by docs/install.md and the system tests need it'
  if ! command -v docker >/dev/null; then
    finding warn docker 'is not there' "$remedy (Debian: docker.io, docker-cli)."
  elif ! timeout 10 docker info >/dev/null 2>&1; then
    finding warn docker 'does not answer' "$remedy: start it, or ask as root."
  elif ! docker compose version >/dev/null 2>&1; then
    finding warn docker 'has no compose' "$remedy (Debian: docker-compose)."
  else
    finding ok docker 'answers, and has compose'
    server=$(timeout 10 docker ps --all --filter label=com.docker.compose.project=penah \
      --format '{{.Label "com.docker.compose.service"}}|{{.State}}|{{.Status}}' 2>/dev/null || true)
  fi
}

# What runs here by stack/compose.yaml, one finding each, and what the services count.
look_at_server() {
  local name is status logs
  while IFS='|' read -r name is status; do
    logs="docker compose -f stack/compose.yaml logs $name"
    case "$is $status" in
      running*unhealthy*) finding bad "$name" 'runs and is not healthy' "$logs" ;;
      running*starting*) finding warn "$name" 'is starting' "$logs" ;;
      running*)
        finding ok "$name" "$status"
        case "$name" in
          intake) look_at_metrics "$name" "$(metrics_inside "$name" 9081)" "$logs" ;;
          triage) look_at_metrics "$name" "$(metrics_inside "$name" 9082)" "$logs" ;;
          notify) look_at_metrics "$name" "$(metrics_inside "$name" 9083)" "$logs" ;;
        esac
        ;;
      *) finding bad "$name" "does not run: $status" "$logs" ;;
    esac
  done <<<"$server"
}

# CONTAINER PORT: of a service whose management port is reached by nothing outside of its container.
metrics_inside() {
  timeout 20 docker compose -f "$here/stack/compose.yaml" exec -T "$1" \
    java -XX:TieredStopAtLevel=1 -Xmx16m -cp /penah Healthy "http://127.0.0.1:$2/q/metrics" 2>/dev/null </dev/null || true
}

look_at_machine() {
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
  if [[ -r /proc/swaps ]] && awk 'NR > 1 && $1 !~ /zram|dm-/ { found = 1 } END { exit !found }' /proc/swaps; then
    finding warn swap 'memory can reach a disk through swap' 'On a server: swapoff, or swap that is encrypted with a key of each boot.'
  else
    finding ok swap 'memory does not reach a disk'
  fi
  if [[ "$(ulimit -c)" != 0 ]]; then
    finding warn dumps 'a program that crashes leaves its memory on disk' 'On a server: ulimit -c 0 (systemd: LimitCORE=0).'
  else
    finding ok dumps 'programs that crash leave no memory behind'
  fi
  if command -v timedatectl >/dev/null && [[ "$(timedatectl show -p NTPSynchronized --value 2>/dev/null)" == no ]]; then
    finding warn clock 'is not kept right by a time server' 'Signatures and due times need it right to the minute.'
  fi
}

# The number of a port: as --free-ports has kept it, or the usual one.
port() {
  local kept=''
  [[ -r "$state/ports" ]] && kept=$(sed -n "s/^$1=//p" "$state/ports")
  printf '%s' "${kept:-$2}"
}

answers() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The body of http://127.0.0.1:PORT/PATH; nothing if nobody answers within five seconds.
fetch() {
  timeout 5 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" && printf "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n" "$1" >&3 && cat <&3' \
    "$1" "$2" 2>/dev/null || true
}

running() {
  local note pid
  for note in "$state"/run/*; do
    [[ -r "$note" ]] || continue
    read -r pid _ <"$note" || true
    if [[ -n "$pid" ]] && kill -0 "$pid" 2>/dev/null; then printf '%s\n' "${note##*/}"; fi
  done
}

look_at_ports() {
  # An installed server's ports are taken by itself.
  [[ -z "$server" ]] || return 0
  local taken='' number
  for number in 8081 8082 8083 8084 8180 55432 5672 9081 9082 9083; do
    if answers "$number"; then taken+=" $number"; fi
  done
  if [[ -n "$taken" ]]; then
    finding warn ports "taken by other programs:$taken" 'Stop those, or use --free-ports.'
  else
    finding ok ports 'all are free'
  fi
}

look_at_state() {
  if [[ ! -d "$state" ]]; then
    finding ok state "there is no $state yet; the first ./penah up makes it"
    look_at_ports
    return
  fi
  local rights up
  rights=$(stat -c %a "$state" 2>/dev/null || stat -f %Lp "$state")
  if [[ "${rights: -2}" != 00 ]]; then
    finding bad state "others of this machine can enter $state (mode $rights)" "chmod 700 $state"
  elif [[ ! -O "$state" ]]; then
    finding bad state "$state belongs to somebody else" 'Run as its owner, or use --state DIR.'
  else
    finding ok state "$state is yours alone"
  fi
  up=$(running)
  if [[ -z "$up" ]]; then
    finding ok programs 'none runs'
    look_at_ports
    return
  fi
  finding ok programs "${up//$'\n'/, }"
  look_at_service intake "$(port INTAKE_MANAGEMENT 9081)"
  look_at_service triage "$(port TRIAGE_MANAGEMENT 9082)"
  look_at_service notify "$(port NOTIFY_MANAGEMENT 9083)"
}

look_at_service() {
  local name=$1 number=$2 health
  health=$(fetch "$number" /q/health/ready)
  case "$health" in
    *'"status": "UP"'* | *'"status":"UP"'*) finding ok "$name" "is ready (port $number)" ;;
    '') finding bad "$name" "does not answer on port $number" "Its last lines are in $state/logs/$name.log; ./penah up starts it." ;;
    *) finding bad "$name" 'runs and is not ready' "Its database or its broker is away; see $state/logs/$name.log." ;;
  esac
  look_at_metrics "$name" "$(fetch "$number" /q/metrics)" "$state/logs/$name.log"
}

look_at_metrics() {
  local metrics=$2 log=$3
  case "$1" in
    intake)
      alarm "$metrics" penah_door_open '< 1' door 'the form takes nothing' 'The manifest of keys was refused or is past its end: sign again.'
      alarm "$metrics" penah_keys_alarm '> 0' keys 'the manifest of keys ends soon, has ended, or was refused' './penah keys sign'
      alarm "$metrics" penah_script_signed '< 1' script "the form's script is not the one that was signed; pages go without" './penah keys sign --script /assets/form.js=FILE' warn
      alarm "$metrics" penah_blobs_failing '> 0' blobs 'sealed tips do not reach the bucket' "The store's answer is in the log: $log"
      ;;
    triage)
      alarm "$metrics" penah_tips_overdue '> 0' overdue 'a tip that reports danger is past its due time' 'Somebody with its key opens it now.'
      alarm "$metrics" penah_blobs_failing '> 0' blobs 'sealed tips cannot be read from the bucket' "The store's answer is in the log: $log"
      alarm "$metrics" penah_desk_epochs_lost '> 0' locks 'the lock of an epoch is gone, though nobody destroyed its key' 'docs/operations.md, Locks of epochs: mount the right volume before anything else.'
      ;;
    notify)
      alarm "$metrics" penah_alerts_unreachable '> 0' alerts 'nobody can be reached for a report of danger' 'Telephone the partners.'
      alarm "$metrics" penah_alerts_duty '> 0' alerts 'a report of danger has had no answer' 'Telephone the partners.'
      alarm "$metrics" penah_alerts_long_unanswered '> 0' alerts 'everybody was told of a report of danger, and nobody has answered' 'Telephone the partners.'
      alarm "$metrics" penah_alerts_expired_unanswered '> 0' alerts 'a report of danger ended, and nobody had answered' 'Telephone the partners.'
      alarm "$metrics" penah_canary_missed '>= 2' canary 'two synthetic alerts in a row were not taken' 'Is the null partner down? If not, alerts are not going out.'
      ;;
  esac
}

# METRICS NAME CONDITION THING FOUND REMEDY [STATUS]: a finding if the metric is there and its value is so.
alarm() {
  local value
  value=$(sed -n "s/^$2\(\|{[^}]*}\) \([-0-9.E]*\)\r\?$/\2/p" <<<"$1" | head -n 1)
  [[ -n "$value" ]] || return 0
  if awk "BEGIN { exit !($value $3) }"; then finding "${7:-bad}" "$4" "$5" "$6"; fi
}

doctor() {
  state=$here/.penah as_json=no colours=no server=''
  # Once and here: whoever asks in $(…) has a pipe for standard output.
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
  look_at_tools
  look_at_machine
  look_at_extras
  look_at_docker
  look_at_state
  if [[ -n "$server" ]]; then look_at_server; fi
  if [[ "$as_json" == yes ]]; then
    local IFS=,
    printf '{"healthy":%s,"findings":[%s]}\n' "$( ((worst < 2)) && echo true || echo false)" "${findings[*]}"
  elif ((worst == 0)); then
    printf '\nAll is well.\n'
  elif ((worst == 1)); then
    printf '\nIt will run; read what is marked warn.\n'
  else
    printf '\nIt will not run well: mend what is marked bad.\n'
  fi
  ((worst < 2))
}
