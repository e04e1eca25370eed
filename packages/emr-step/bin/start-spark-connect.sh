#!/usr/bin/env bash
# The cluster's first step: starts a Spark Connect server that outlives the step, and waits until it is fit for the job.
set -euo pipefail
umask 077

usage() {
  cat <<'USAGE'
start-spark-connect.sh: starts Spark Connect's server on this node, and waits until it answers.

It listens on 127.0.0.1 and lets nobody in without the token in $ADG_HOME/run/token, which is new for each server. Spark
3.5 has neither: there other machines are kept out by a rule of iptables where that exists, and by the security group.
One that runs already is left as it is. The log of the one before is kept as $ADG_HOME/log/spark-connect.log.1.

  --unless-running   do nothing where the server's process is there, without asking it for an answer

Other arguments are passed over: a launch by an S3 event appends some to every step.

Settings of the environment:
  ADG_HOME                  the folder above this script's
  SPARK_HOME                /usr/lib/spark
  SPARK_CONF_DIR            $SPARK_HOME/conf
  SPARK_MASTER              yarn
  SPARK_CONNECT_PORT        15002
  ADG_DRIVER_MEMORY         what spark-defaults say
  ADG_EXTRA_CLASSPATH       jars for driver and executors, such as hadoop-aws where EMR lacks it (before 7.10)
  ADG_SPARK_START_TIMEOUT   300, in seconds
USAGE
}

say() { printf 'start-spark-connect: %s\n' "$*"; }
fail() {
  printf 'start-spark-connect: %s\n' "$*" >&2
  exit 1
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
esac
unless_running=no
if [[ ${1:-} == --unless-running ]]; then
  unless_running=yes
  shift
fi
(($# == 0)) || say "arguments are passed over: $*"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly ADG_HOME=${ADG_HOME:-${here%/*}}
if [[ -r $ADG_HOME/run/environment ]]; then
  # shellcheck source=/dev/null
  source "$ADG_HOME/run/environment"
fi
export SPARK_HOME=${SPARK_HOME:-/usr/lib/spark}
readonly class=org.apache.spark.sql.connect.service.SparkConnectServer
readonly conf_dir=${SPARK_CONF_DIR:-$SPARK_HOME/conf}
readonly port=${SPARK_CONNECT_PORT:-15002}
readonly run=$ADG_HOME/run log=$ADG_HOME/log/spark-connect.log
readonly node=$ADG_HOME/node/bin/node

[[ $port =~ ^[1-9][0-9]{0,4}$ ]] || fail "SPARK_CONNECT_PORT is \"$port\", expected a port"
[[ -x $SPARK_HOME/bin/spark-submit ]] || fail "there is no $SPARK_HOME/bin/spark-submit: correct SPARK_HOME, or install Spark"
[[ -x $node ]] || fail "there is no $node: the bootstrap action has not run"
mkdir -p "$run" "${log%/*}"

# scala and version, from the name of Spark's own jar: spark-core_2.12-3.5.6-amzn-2.jar
core=$(compgen -G "$SPARK_HOME/jars/spark-core_*.jar" | head -n 1) || fail "there is no spark-core in $SPARK_HOME/jars: correct SPARK_HOME"
core=${core##*/spark-core_}
readonly scala=${core%%-*}
version=${core#*-}
readonly version=${version%.jar}

is_running() {
  pid=$(cat "$run/spark-connect.pid" 2>/dev/null) || return 1
  [[ $pid =~ ^[1-9][0-9]*$ && -r /proc/$pid/cmdline ]] || return 1
  # Numbers are given again: another process may have it now.
  grep -zqxF "$class" "/proc/$pid/cmdline"
}

default_of() { # a property of spark-defaults
  local name=${1//./\\.}
  [[ -r $conf_dir/spark-defaults.conf ]] || return 0
  sed -nE "s/^[[:space:]]*${name}[[:space:]=]+//p" "$conf_dir/spark-defaults.conf" | tail -n 1 | sed -E 's/[[:space:]]+$//'
}

joined() { # classpaths, by a colon, the empty ones left out
  local path all=
  for path in "$@"; do
    [[ -z $path ]] || all=${all:+$all:}$path
  done
  printf '%s' "$all"
}

# Jars that Spark's own classpath lacks. Paths of it are kept: a property given here replaces the default.
extra_classpath() {
  local extra=${ADG_EXTRA_CLASSPATH:-}
  if [[ -z $extra && -e /usr/lib/hadoop/hadoop-aws.jar ]] &&
    [[ $(default_of spark.driver.extraClassPath) != *hadoop-aws* ]] &&
    ! compgen -G "$SPARK_HOME/jars/hadoop-aws*.jar" >/dev/null; then
    extra=$(joined /usr/lib/hadoop/hadoop-aws.jar "$(compgen -G '/usr/share/aws/aws-java-sdk-v2/*bundle*.jar' | head -n 1)")
  fi
  printf '%s' "$extra"
}

connect_jar() {
  local place
  # The server may be part of Spark: then there is nothing to add.
  ! compgen -G "$SPARK_HOME/jars/spark-connect_$scala-*.jar" >/dev/null || return 0
  for place in "$SPARK_HOME/connect" "$ADG_HOME/jars"; do
    compgen -G "$place/spark-connect_$scala-${version%%-*}*.jar" | head -n 1 && return 0
  done
  fail "Spark $version has no Spark Connect server. Put spark-connect_$scala-${version%%-*}.jar, in which its dependencies are, into component/spark-connect/ of the Config bucket"
}

start() {
  local extra jar arguments=()
  arguments=(
    --class "$class"
    --master "${SPARK_MASTER:-yarn}"
    --name kickstart-adg
    --conf spark.connect.grpc.binding.address=127.0.0.1
    --conf "spark.connect.grpc.binding.port=$port"
  )
  [[ -z ${ADG_DRIVER_MEMORY:-} ]] || arguments+=(--driver-memory "$ADG_DRIVER_MEMORY")
  extra=$(extra_classpath)
  if [[ -n $extra ]]; then
    arguments+=(
      --conf "spark.driver.extraClassPath=$(joined "$(default_of spark.driver.extraClassPath)" "$extra")"
      --conf "spark.executor.extraClassPath=$(joined "$(default_of spark.executor.extraClassPath)" "$extra")"
    )
  fi
  jar=$(connect_jar)
  [[ -z $jar ]] || arguments+=(--jars "$jar")
  rm -f "$run/token"
  # By the environment: arguments are everybody's to read, and properties end up in logs.
  if [[ $version == 3.* ]]; then
    guard_port
  else
    SPARK_CONNECT_AUTHENTICATE_TOKEN=$(openssl rand -hex 32)
    export SPARK_CONNECT_AUTHENTICATE_TOKEN
    printf '%s\n' "$SPARK_CONNECT_AUTHENTICATE_TOKEN" >"$run/token"
  fi
  # A plan as deep as servers read takes more stack than the JVM's default.
  export SPARK_SUBMIT_OPTS="-Xss4m ${SPARK_SUBMIT_OPTS:-}"
  # How the one before ended, if one did, is still to be read.
  [[ ! -s $log ]] || mv "$log" "$log.1"
  : >"$log"
  chmod 0644 "$log"
  say "starting Spark $version on ${SPARK_MASTER:-yarn}, log in $log"
  # A session of its own: what ends the step does not end the server.
  setsid nohup "$SPARK_HOME/bin/spark-submit" "${arguments[@]}" spark-internal >>"$log" 2>&1 </dev/null &
  pid=$!
  printf '%s\n' "$pid" >"$run/spark-connect.pid"
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

# Spark 3.5 listens on every interface, whatever it is told.
guard_port() {
  local rule=(INPUT ! -i lo -p tcp --dport "$port" -j REJECT)
  if command -v iptables >/dev/null &&
    { as_root iptables -C "${rule[@]}" 2>/dev/null || as_root iptables -I "${rule[@]}"; }; then
    say "port $port is closed to other machines"
  else
    say "WARNING: Spark $version listens on every interface and no rule of iptables could be made: the security group alone keeps other machines from port $port"
  fi
}

# What the job and the server write goes to CloudWatch from here on. Without it the job runs all the same.
ship_logs() {
  local control=/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl config=$run/cloudwatch-agent.json
  [[ -r $config ]] || return 0
  if [[ ! -x $control ]]; then
    say 'no CloudWatch agent on this node: logs stay here and in the bucket of the cluster'
    return 0
  fi
  as_root "$control" -a append-config -m ec2 -s -c "file:$config" >/dev/null ||
    say 'WARNING: the CloudWatch agent refuses its configuration: logs stay here and in the bucket of the cluster'
}

if [[ $unless_running == yes ]] && is_running; then exit 0; fi
ship_logs
started=no
remote=sc://localhost:$port
if is_running; then
  say "a server runs already, process $pid"
  # Where none is said to be, an earlier step was ended before it had judged this one.
  if [[ -r $run/remote ]]; then remote=$(<"$run/remote"); else started=yes; fi
  if [[ -r $run/token ]]; then SPARK_CONNECT_AUTHENTICATE_TOKEN=$(<"$run/token") && export SPARK_CONNECT_AUTHENTICATE_TOKEN; fi
else
  start
  started=yes
fi
# The modules' steps find a server by this file: there is none until it is fit for the job.
rm -f "$run/remote"
if ! SPARK_REMOTE=$remote "$node" "$ADG_HOME/wait-for-spark.mjs" \
  --pid "$pid" --log "$log" --timeout-seconds "${ADG_SPARK_START_TIMEOUT:-300}"; then
  # Waits for its end: another try must find neither it nor its port.
  if [[ $started == yes ]] && is_running; then "$here/stop-spark-connect.sh" || true; fi
  exit 1
fi
printf '%s\n' "$remote" >"$run/remote"
