# ./penah completion bash: prints what bash needs to complete the command, without building anything. Sourced by ./penah.

# What may follow a command; false for what is none. CompletionTest and CommandLineTest compare it with what the commands take.
_penah_words() {
  case "$1" in
    '') echo 'up demo build doctor keys seal age journal server completion --help' ;;
    up) echo '--dev --fresh --state --free-ports --without --tor --logs --help' ;;
    demo) echo '--once --dev --fresh --state --free-ports --without --tor --logs --help' ;;
    build) echo '--help' ;;
    doctor) echo '--state --json --help' ;;
    completion) echo 'bash --help' ;;
    keys) echo 'init member queue epoch words sign verify show recover night destroy --help' ;;
    'keys init' | 'keys words' | 'keys show') echo '--dir --help' ;;
    'keys member') echo 'add remove --help' ;;
    'keys member add') echo '--dir --recipient --queue --help' ;;
    'keys member remove') echo '--dir --queue --help' ;;
    'keys queue') echo 'add --help' ;;
    'keys queue add') echo '--dir --member --help' ;;
    'keys epoch') echo '--dir --from --recipient --help' ;;
    'keys sign') echo '--dir --from --days --scripts --script --help' ;;
    'keys verify') echo '--dir --at-least --seen --script --json --help' ;;
    'keys recover') echo '--dir --member --help' ;;
    'keys night') echo '--dir --help' ;;
    'keys destroy') echo '--dir --yes --help' ;;
    seal) echo '--keys --queue --receipt --message --at-least --seen --output --help' ;;
    age) echo 'keygen encrypt decrypt --help' ;;
    'age keygen') echo '--output --help' ;;
    'age encrypt') echo '--recipient --recipients-file --passphrase --armor --output --help' ;;
    'age decrypt') echo '--identity --output --help' ;;
    server) echo 'install units keys staff status backup restore update rollback rotate close open log --help' ;;
    'server status') echo '--json --ring --help' ;;
    'server staff') echo 'add remove --help' ;;
    'server units' | 'server staff add' | 'server staff remove' | 'server close' | 'server open' | 'server log' | 'server update' | 'server rollback') echo '--help' ;;
    'server install') echo '--onion-network --help' ;;
    'server backup') echo '--into --help' ;;
    'server rotate') echo '--now --help' ;;
    'server restore') echo '--night --keys --help' ;;
    'server keys') echo 'import --help' ;;
    'server keys import') echo '--forget --help' ;;
    journal) echo 'verify --help' ;;
    'journal verify') echo '--known --json --help' ;;
    *) return 1 ;;
  esac
}

# What may follow an option as its value.
_penah_values() {
  case "$1" in
    --dev) echo 'intake triage notify' ;;
    --without) echo 'postgres broker keycloak intake triage notify partner null-partner' ;;
    *) return 1 ;;
  esac
}

_penah() {
  local current=${COMP_WORDS[COMP_CWORD]} line='' word words
  if ! words=$(_penah_values "${COMP_WORDS[COMP_CWORD - 1]}"); then
    # Names and options on the way belong to no command's name.
    for word in "${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
      if _penah_words "${line:+$line }$word" >/dev/null; then line+="${line:+ }$word"; fi
    done
    words=$(_penah_words "$line")
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ ${#COMPREPLY[@]} == 0 ]]; then COMPREPLY=($(compgen -f -- "$current")); fi
}

completion() {
  [[ "${1:-}" == bash && $# == 1 ]] || fail "say which shell: ./penah completion bash (zsh takes it, too)."
  echo '# Completion of ./penah. bash: source <(./penah completion bash)'
  echo '# zsh: autoload -U compinit bashcompinit && compinit && bashcompinit, then the same.'
  declare -f _penah_words _penah_values _penah
  echo 'complete -F _penah penah ./penah'
}
