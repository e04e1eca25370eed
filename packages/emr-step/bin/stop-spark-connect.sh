#!/usr/bin/env bash
# Ends the Spark Connect server that start-spark-connect.sh started. A cluster that ends ends it by itself.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly run=${ADG_HOME:-${here%/*}}/run

case ${1:-} in
  '') ;;
  *)
    printf 'stop-spark-connect.sh: ends the server whose process is in ADG_HOME/run/spark-connect.pid\n'
    [[ $1 == -h || $1 == --help ]]
    exit
    ;;
esac

pid=$(cat "$run/spark-connect.pid" 2>/dev/null || true)
if [[ ! $pid =~ ^[1-9][0-9]*$ || ! -r /proc/$pid/cmdline ]] || ! grep -zqF SparkConnectServer "/proc/$pid/cmdline"; then
  printf 'stop-spark-connect: no server runs\n'
  exit 0
fi
kill "$pid"
for ((waited = 0; waited < 300; waited++)); do
  if ! kill -0 "$pid" 2>/dev/null; then
    rm -f "$run/spark-connect.pid" "$run/token" "$run/remote"
    printf 'stop-spark-connect: ended\n'
    exit 0
  fi
  sleep 0.1
done
printf 'stop-spark-connect: process %s has not ended within 30 s; see log/spark-connect.log\n' "$pid" >&2
exit 1
