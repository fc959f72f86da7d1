# Makes and finds the archive of classes with which the commands start; sourced by ./colonnade. It is an optimization:
# whatever goes wrong here, they start without it. COLONNADE_ARCHIVE=off leaves it out.
#
# The JVM archives classes of unsigned jars only, so the folders of the build become one jar, and of a signed jar there
# is a copy without its signature. The archive holds for these files, this JDK and these flags: all of them are in the
# text that lies beside it.

# ARCHIVES/current names the directory of the archive in use. A new one is made beside it, and the one before stays for
# the processes that run with it.
ARCHIVES=$ROOT/target/launcher/archives

# What the archive depends on: $1 the module, $2 the flags, $3 the class path of the build.
archive_key() {
  printf '%s\n%s\n%s\n%s\n' "$JAVA_HOME" "$(cat "$JAVA_HOME/release")" "$2" "$3"
}

# Sets CLASS_PATH and ARCHIVE_FLAGS if there is an archive that is as new as the classes of module $1.
find_archive() {
  local directory
  [ -f "$ARCHIVES/current" ] && [ ! "$ROOT/target/launcher/$1.stamp" -nt "$ARCHIVES/current" ] || return 1
  directory=$ARCHIVES/$(cat "$ARCHIVES/current")
  [ -f "$directory/classes.jsa" ] && [ "$(archive_key "$@")" = "$(cat "$directory/key")" ] || return 1
  CLASS_PATH=$(cat "$directory/classpath")
  ARCHIVE_FLAGS="-XX:SharedArchiveFile=$directory/classes.jsa -Xlog:cds=off -Xlog:aot=off"
}

# Jar $1 as $2 without its signature.
without_signature() {
  mkdir "$2.content" || return 1
  (cd "$2.content" && "$JAVA_HOME/bin/jar" --extract --file "$1" && rm -f META-INF/*.SF META-INF/*.RSA META-INF/*.DSA) ||
    return 1
  # The manifest goes as well: it holds a checksum of each file.
  rm -rf "$2.content/META-INF/MANIFEST.MF"
  "$JAVA_HOME/bin/jar" --create --no-compress --file "$2" -C "$2.content" . && rm -rf "$2.content"
}

# The entries of class path $2 as jars without signatures, on one line; classes of folders go into one jar, the first.
archive_class_path() {
  local directory=$1 entry copy folders=() path=$1/colonnade.jar
  local IFS=:
  for entry in $2; do
    if [ -d "$entry" ]; then
      folders+=(-C "$entry" .)
    elif LC_ALL=C grep -qaE 'META-INF/[A-Za-z0-9_-]+\.SF' "$entry"; then
      copy=$directory/$(basename "$entry")
      without_signature "$entry" "$copy" || return 1
      path=$path:$copy
    else
      path=$path:$entry
    fi
  done
  "$JAVA_HOME/bin/jar" --create --no-compress --file "$directory/colonnade.jar" "${folders[@]}" || return 1
  printf '%s' "$path"
}

# Makes the archive: module $1, flags $2, class path $3. What it says goes to ARCHIVES/log.
make_archive() {
  local previous= other directory path
  [ ! -f "$ARCHIVES/current" ] || previous=$(cat "$ARCHIVES/current")
  for other in "$ARCHIVES"/*/; do
    [ "$other" = "$ARCHIVES/$previous/" ] || rm -rf "$other"
  done
  directory=$(mktemp -d "$ARCHIVES/XXXXXX") || return 1
  : >"$directory/started"
  {
    path=$(archive_class_path "$directory" "$3") &&
      archive_classes "$directory" "$2" "$path" &&
      printf '%s' "$path" >"$directory/classpath" &&
      archive_key "$@" >"$directory/key" &&
      basename "$directory" >"$directory/current" &&
      # As old as the classes in it: what was built meanwhile is newer.
      touch -r "$directory/started" "$directory/current" &&
      mv "$directory/current" "$ARCHIVES/current"
  } >"$ARCHIVES/log" 2>&1
}

# A training run tells which classes are needed (at a third less cost without the second compiler), a second process
# archives them: into directory $1, flags $2, class path $3.
archive_classes() {
  # shellcheck disable=SC2086 # the flags are words
  "$JAVA_HOME/bin/java" $2 -XX:TieredStopAtLevel=1 -XX:DumpLoadedClassList="$1/list" -cp "$3" io.colonnade.shell.Training "$1/work" &&
    "$JAVA_HOME/bin/java" $2 -Xshare:dump -XX:SharedClassListFile="$1/list" -XX:SharedArchiveFile="$1/classes.jsa" -cp "$3"
}
