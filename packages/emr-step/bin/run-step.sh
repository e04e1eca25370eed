#!/usr/bin/env bash
# A step of the cluster: runs adg with the given arguments. Signals and exit code are adg's own.
set -euo pipefail

case ${1:-} in
  '' | -h | --help)
    cat <<'USAGE'
run-step.sh ARGUMENTS…: runs adg on this node, for instance

  run-step.sh run --module_name vacancy --start_dt 2026-11-20 --end_dt 2026-11-20

Settings of the environment; what is set already stays:
  ADG_HOME       the folder above this script's
  ADG_CONFIG     $ADG_HOME/config.json
  SPARK_REMOTE   the server that start-spark-connect.sh started; its token goes by SPARK_CONNECT_AUTHENTICATE_TOKEN
  EMR_INFO_DIR   /mnt/var/lib/info, where ADG_CLUSTER_ID is read
A server of this node that has died is started again first.
Proxy and region are those of the bootstrap action. Reports go to stdout, the log to stderr and $ADG_HOME/log/adg.log.
USAGE
    [[ -n ${1:-} ]]
    exit
    ;;
esac

fail() {
  printf 'run-step: %s\n' "$*" >&2
  exit 4
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export ADG_HOME=${ADG_HOME:-${here%/*}}
if [[ -r $ADG_HOME/run/environment ]]; then
  # shellcheck source=/dev/null
  source "$ADG_HOME/run/environment"
fi
readonly node=$ADG_HOME/node/bin/node run=$ADG_HOME/run
[[ -x $node && -r $ADG_HOME/adg.mjs ]] || fail "there is no adg in $ADG_HOME: the bootstrap action has not run"

export ADG_CONFIG=${ADG_CONFIG:-$ADG_HOME/config.json}
# A server that died under an earlier module is started anew: that one's failure shall not be this one's.
if [[ -z ${SPARK_REMOTE:-} && -r $run/spark-connect.pid ]]; then
  "$here/start-spark-connect.sh" --unless-running >&2 || fail 'the Spark Connect server has died and does not start again'
fi
# Without a server of our own the configuration says where Spark is, a managed endpoint for instance.
if [[ -z ${SPARK_REMOTE:-} && -r $run/remote ]]; then
  SPARK_REMOTE=$(<"$run/remote")
  export SPARK_REMOTE
  if [[ -r $run/token ]]; then
    SPARK_CONNECT_AUTHENTICATE_TOKEN=$(<"$run/token")
    export SPARK_CONNECT_AUTHENTICATE_TOKEN
  fi
fi
readonly job_flow=${EMR_INFO_DIR:-/mnt/var/lib/info}/job-flow.json
if [[ -z ${ADG_CLUSTER_ID:-} && -r $job_flow ]]; then
  ADG_CLUSTER_ID=$(sed -nE 's/.*"jobFlowId"[[:space:]]*:[[:space:]]*"([^"]+)".*/\1/p' "$job_flow" | head -n 1)
  export ADG_CLUSTER_ID
fi

mkdir -p "$ADG_HOME/log"
# The copy for CloudWatch ends when adg's stderr does, and not by the signal that is meant for adg.
exec "$node" --max-semi-space-size=4 "$ADG_HOME/adg.mjs" "$@" 2> >(trap '' INT TERM; exec tee -a "$ADG_HOME/log/adg.log" >&2)
