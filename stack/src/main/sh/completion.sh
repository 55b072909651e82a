# ./penah completion bash: prints what bash needs to complete the command. The words come from the commands' own help. Sourced by ./penah.

# Options and subcommands that a help text on standard input names.
words_of_help() {
  sed -n -e '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\).*/\1/p' -e 's/^ *\(-[A-Za-z]\(, \)\)\{0,1\}\(--[a-z][a-z-]*\).*/\3/p' -e 's/^  \(up\|demo\) \(--[a-z]*\) .*/\2/p' |
    sort -u | tr '\n' ' '
}

# One case of the function for a command and each of its subcommands.
cases_of() {
  local path=$1 words word
  words=$(help_of $path | words_of_help)
  printf "    '%s') words='%s' ;;\n" "$path" "${words% }"
  for word in $words; do
    [[ "$word" == -* ]] || cases_of "$path $word"
  done
}

help_of() {
  if [[ "$1" == journal ]]; then (stack "$@" --help); else (command_line "$@" --help); fi
}

completion() {
  [[ "${1:-}" == bash && $# == 1 ]] || fail "say which shell: ./penah completion bash (there is no other yet)."
  local command
  cat <<'TEXT'
# Completion of ./penah for bash. Use it with: source <(./penah completion bash)
_penah() {
  local word path='' words=''
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ "$word" == -* ]] && break
    path+="${path:+ }$word"
  done
  case "$path" in
TEXT
  printf "    completion) words='bash --help' ;;\n    '') words='%s --help' ;;\n" "${commands[*]}"
  for command in up demo build doctor; do
    printf "    '%s') words='%s--help' ;;\n" "$command" "$(usage_of "$command" | words_of_help)"
  done
  cases_of keys
  cases_of age
  cases_of journal
  cat <<'TEXT'
  esac
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
  if [[ ${#COMPREPLY[@]} == 0 ]]; then COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")); fi
}
complete -F _penah penah ./penah
TEXT
}
