# Finds a JDK 25 or newer and exports JAVA_HOME; sourced by ./colonnade and .ci/run. Works with bash 3.2 (macOS).
# A JDK is a directory with bin/javac whose file `release` says which version it is; nothing is started to find out.

JDK_MAJOR_MIN=25

# Prints the major version of the JDK in directory $1; fails when there is none.
jdk_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
}

jdk_fits() {
  local major
  major=$(jdk_major "$1") && [ -n "$major" ] && [ "$major" -ge "$JDK_MAJOR_MIN" ]
}

# The directory two levels above the `javac` that the PATH finds, links followed.
jdk_of_path() {
  local file target hops=0
  file=$(command -v javac) || return 1
  while [ -L "$file" ] && [ "$hops" -lt 20 ]; do
    target=$(readlink "$file")
    case $target in
      /*) file=$target ;;
      *) file=$(dirname "$file")/$target ;;
    esac
    hops=$((hops + 1))
  done
  (cd "$(dirname "$file")/.." 2>/dev/null && pwd -P)
}

jdk_candidates() {
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  jdk_of_path
  [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -F -v "$JDK_MAJOR_MIN+" 2>/dev/null
  local home=${HOME:-/nonexistent} directory
  for directory in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/* \
    "$home"/.sdkman/candidates/java/* "$home"/.jdks/* "$home"/.local/share/mise/installs/java/* \
    "$home"/.asdf/installs/java/* "$home"/.jenv/versions/* "$home"/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$home"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    printf '%s\n' "$directory"
  done
}

# Exports JAVA_HOME, or says what to install and fails.
find_jdk() {
  local candidate found=
  while IFS= read -r candidate; do
    if jdk_fits "$candidate"; then
      found=$candidate
      break
    fi
  done <<EOF
$(jdk_candidates)
EOF
  if [ -z "$found" ]; then
    echo "Colonnade needs a JDK $JDK_MAJOR_MIN or newer (for example Temurin 25 from adoptium.net): install one or set JAVA_HOME to it." >&2
    return 1
  fi
  JAVA_HOME=$found
  export JAVA_HOME
}
