#!/usr/bin/env bash
# EMR's bootstrap action: makes a node ready for the step. Runs on every node before EMR installs its applications.
set -euo pipefail
umask 077

usage() {
  cat <<'USAGE'
bootstrap.sh: puts the step onto the master node of an EMR cluster.

  --environment NAME      development, qa, integration, preprod, production
  --region REGION         of the buckets and the certificate
  --home FOLDER           ADG_HOME, where everything goes
  --config-bucket BUCKET  holds component/kickstart-adg/{version}/, component/node/ and emr/kickstart-adg/config.json
  --version VERSION       of the bundle
  --node-version VERSION  of Node, without v; taken from component/node/node-v{version}-linux-{x64|arm64}.tar.gz
  --node-sha256 DIGEST    of that tarball
  --certificate-arn ARN   the job's certificate in ACM, for the Data Key Service
  --ca-certificates URI   s3://… of who signed the service's certificate; none: the chain of the job's own
  --proxy URL             http://host:port; none: no proxy
  --no-proxy LIST         hosts reached without it, joined by commas; none: loopback and metadata alone
  --log-group NAME        of CloudWatch

Settings of the environment, for tests: EMR_INFO_DIR (/mnt/var/lib/info).
Run again, it brings everything to the same state again. It fails before it changes anything of which it knows better.
USAGE
}

say() { printf 'bootstrap: %s\n' "$*"; }
fail() {
  printf 'bootstrap: %s\n' "$*" >&2
  exit 1
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

declare -A given=()
readonly names='environment region home config-bucket version node-version node-sha256 certificate-arn ca-certificates proxy no-proxy log-group'

read_arguments() {
  local name
  while (($# > 0)); do
    case $1 in
      -h | --help)
        usage
        exit 0
        ;;
      --*) name=${1#--} ;;
      *) fail "\"$1\" is no argument; see --help" ;;
    esac
    [[ " $names " == *" $name "* ]] || fail "there is no --$name; see --help"
    (($# >= 2)) || fail "--$name has no value"
    given[$name]=$2
    shift 2
  done
  for name in $names; do
    [[ -n ${given[$name]:-} ]] || fail "--$name is missing; see --help"
  done
}

check() { # NAME PATTERN WHAT
  [[ ${given[$1]} =~ ^($2)$ ]] || fail "--$1 is \"${given[$1]}\", expected $3"
}

check_arguments() {
  check environment '[a-z]+' 'the name of an environment'
  check region '[a-z]{2}(-[a-z]+)+-[0-9]' 'an AWS region'
  check home '(/[A-Za-z0-9._-]+)+' 'an absolute folder'
  check config-bucket '[a-z0-9][a-z0-9.-]+' 'the name of a bucket'
  check version '[A-Za-z0-9._+-]+' 'a version'
  check node-version '[0-9]+\.[0-9]+\.[0-9]+' 'a version such as 20.20.2'
  check node-sha256 '[0-9a-f]{64}' '64 hex digits'
  check certificate-arn 'arn:[a-z-]+:acm:.+' 'the ARN of a certificate'
  check ca-certificates 'none|s3://[^/]+/.+' 's3://bucket/key or none'
  check proxy 'none|https?://[A-Za-z0-9.-]+:[0-9]+' 'http://host:port or none'
  check no-proxy 'none|[A-Za-z0-9.*:,_-]+' 'hosts joined by commas, or none'
  check log-group '[A-Za-z0-9_/.#-]+' 'the name of a log group'
}

# Session Manager is how people reach a node: there is no SSH.
start_ssm_agent() {
  if ! command -v systemctl >/dev/null || ! systemctl cat amazon-ssm-agent.service >/dev/null 2>&1; then
    say 'no SSM agent on this node'
    return
  fi
  as_root systemctl enable --now amazon-ssm-agent.service || say 'WARNING: the SSM agent does not start; nobody can log in'
}

is_master() {
  local file=${EMR_INFO_DIR:-/mnt/var/lib/info}/instance.json
  [[ -r $file ]] || fail "$file cannot be read: this is no node of EMR, or EMR_INFO_DIR is wrong"
  grep -Eq '"isMaster"[[:space:]]*:[[:space:]]*true' "$file"
}

make_home() {
  if [[ ! -d $home ]]; then
    as_root install -d -m 0755 "$home"
    as_root chown "$(id -u):$(id -g)" "$home"
  fi
  # Logs hold no secrets, and the CloudWatch agent reads them as another user.
  install -d -m 0755 "$home/bin" "$home/log"
  install -d -m 0700 "$home/run" "$home/tls" "$home/jars"
}

# For this script, and for the steps, which read the same file.
write_environment() {
  local file=$home/run/environment no_proxy_list=localhost,127.0.0.1,::1,169.254.169.254,169.254.170.2
  [[ ${given[no-proxy]} == none ]] || no_proxy_list+=,${given[no-proxy]}
  {
    printf 'export AWS_REGION=%q AWS_DEFAULT_REGION=%q\n' "${given[region]}" "${given[region]}"
    printf 'export ADG_ENVIRONMENT=%q ADG_VERSION=%q\n' "${given[environment]}" "${given[version]}"
    if [[ ${given[proxy]} != none ]]; then
      # Each program knows its own spelling.
      printf 'export HTTP_PROXY=%q HTTPS_PROXY=%q NO_PROXY=%q\n' "${given[proxy]}" "${given[proxy]}" "$no_proxy_list"
      printf 'export http_proxy=%q https_proxy=%q no_proxy=%q\n' "${given[proxy]}" "${given[proxy]}" "$no_proxy_list"
    fi
  } >"$file.new"
  mv "$file.new" "$file"
  # shellcheck source=/dev/null
  source "$file"
}

fetch() { # KEY FILE
  aws s3 cp --only-show-errors "s3://${given[config-bucket]}/$1" "$2" ||
    fail "s3://${given[config-bucket]}/$1 could not be fetched: see that it is there and that the instance profile may read it"
}

install_node() {
  local version=v${given[node-version]} architecture tarball found
  if [[ -x $home/node/bin/node && $("$home/node/bin/node" --version) == "$version" ]]; then
    say "Node $version is there"
    return
  fi
  case $(uname -m) in
    x86_64) architecture=x64 ;;
    aarch64) architecture=arm64 ;;
    *) fail "there is no Node for $(uname -m)" ;;
  esac
  tarball=node-$version-linux-$architecture.tar.gz
  fetch "component/node/$tarball" "$work/$tarball"
  found=$(sha256sum "$work/$tarball")
  found=${found%% *}
  [[ $found == "${given[node-sha256]}" ]] ||
    fail "$tarball is not the one asked for: its SHA-256 is $found, --node-sha256 says ${given[node-sha256]}"
  mkdir "$work/node"
  tar -xzf "$work/$tarball" -C "$work/node" --strip-components=1 --no-same-owner
  chmod -R go+rX "$work/node"
  found=$("$work/node/bin/node" --version) || fail "Node of $tarball does not run on this machine"
  [[ $found == "$version" ]] || fail "$tarball holds Node $found, not $version"
  rm -rf "$home/node"
  mv "$work/node" "$home/node"
  say "Node $version installed"
}

install_bundle() {
  local prefix=component/kickstart-adg/${given[version]} broken='' file
  mkdir "$work/bundle"
  fetch "$prefix/SHA256SUMS" "$work/bundle/SHA256SUMS"
  aws s3 cp --only-show-errors --recursive "s3://${given[config-bucket]}/$prefix/" "$work/bundle/" ||
    fail "s3://${given[config-bucket]}/$prefix/ could not be fetched"
  # Its exit code counts too: a line that is no checksum is told on stderr alone.
  broken=$(cd "$work/bundle" && LC_ALL=C sha256sum --check --strict --quiet SHA256SUMS 2>/dev/null | cut -d: -f1 | paste -sd' ') ||
    fail "s3://${given[config-bucket]}/$prefix/ is damaged or half uploaded: ${broken:-SHA256SUMS}. Upload the bundle again"
  for file in adg.mjs export-certificate.mjs wait-for-spark.mjs bin/run-step.sh bin/start-spark-connect.sh; do
    grep -q "  $file\$" "$work/bundle/SHA256SUMS" || fail "SHA256SUMS of ${given[version]} does not name $file: this is no whole bundle"
  done
  while read -r _ file; do
    case $file in
      *.sh) install -D -m 0755 "$work/bundle/$file" "$home/$file" ;;
      *) install -D -m 0644 "$work/bundle/$file" "$home/$file" ;;
    esac
  done <"$work/bundle/SHA256SUMS"
  say "bundle ${given[version]} installed"
}

install_config() {
  fetch emr/kickstart-adg/config.json "$work/config.json"
  install -m 0600 "$work/config.json" "$home/config.json"
  # Only releases of EMR without Spark Connect's server need any.
  aws s3 cp --only-show-errors --recursive "s3://${given[config-bucket]}/component/spark-connect/" "$home/jars/" ||
    fail "s3://${given[config-bucket]}/component/spark-connect/ could not be listed"
}

install_certificate() {
  "$home/node/bin/node" "$home/export-certificate.mjs" \
    --arn "${given[certificate-arn]}" --region "${given[region]}" --out "$home/tls"
  [[ ${given[ca-certificates]} != none ]] || return 0
  aws s3 cp --only-show-errors "${given[ca-certificates]}" "$work/ca.pem" ||
    fail "${given[ca-certificates]} could not be fetched: see that it is there and that the instance profile may read it"
  grep -q 'BEGIN CERTIFICATE' "$work/ca.pem" || fail "${given[ca-certificates]} holds no certificate in PEM"
  install -m 0600 "$work/ca.pem" "$home/tls/dks.ca.pem"
}

# The agent comes with EMR's applications, later than this: the first step hands it this file.
write_agent_config() {
  cat >"$home/run/cloudwatch-agent.json" <<JSON
{
  "logs": {
    "logs_collected": {
      "files": {
        "collect_list": [
          {
            "file_path": "$home/log/adg.log",
            "log_group_name": "${given[log-group]}",
            "log_stream_name": "{instance_id}/adg"
          },
          {
            "file_path": "$home/log/spark-connect.log",
            "log_group_name": "${given[log-group]}",
            "log_stream_name": "{instance_id}/spark-connect"
          }
        ]
      }
    }
  },
  "metrics": {
    "namespace": "kickstart-adg",
    "append_dimensions": { "InstanceId": "\${aws:InstanceId}" },
    "metrics_collected": {
      "mem": { "measurement": ["used_percent"] },
      "disk": { "measurement": ["used_percent"], "resources": ["/", "/mnt"] },
      "procstat": [
        { "pattern": "adg.mjs", "measurement": ["cpu_usage", "memory_rss"] },
        { "pattern": "SparkConnectServer", "measurement": ["cpu_usage", "memory_rss"] }
      ]
    }
  }
}
JSON
  chmod 0644 "$home/run/cloudwatch-agent.json"
}

read_arguments "$@"
check_arguments
master=no
if is_master; then master=yes; fi
start_ssm_agent
if [[ $master == no ]]; then
  say 'not the master node: nothing more to do'
  exit 0
fi
readonly home=${given[home]}
make_home
# In ADG_HOME, so that moving into place is one rename.
work=$(mktemp -d "$home/.bootstrap.XXXXXX")
readonly work
trap 'rm -rf -- "$work"' EXIT
write_environment
install_node
install_bundle
install_config
install_certificate
write_agent_config
say "$home is ready"
