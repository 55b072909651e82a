/** Every act that has a key; the order is that of the help. */
export const SHORTCUTS = [
  { key: 'j', act: 'next', words: 'Next tip in the list' },
  { key: 'k', act: 'previous', words: 'Previous tip in the list' },
  { key: 'Enter', act: 'native', words: 'Open the tip that has the focus' },
  { key: 'n', act: 'news', words: 'Show new tips' },
  { key: 'o', act: 'overdue', words: 'Show what is overdue, or everything' },
  { key: '/', act: 'search', words: 'Search in what was opened here' },
  { key: 'f', act: 'filter', words: 'Go to the filter' },
  { key: 'v', act: 'views', words: 'Go to the saved views' },
  { key: 's', act: 'tick', words: 'Tick the tip that has the focus' },
  { key: 'a', act: 'all', words: 'Tick all that are shown, or none' },
  { key: 'z', act: 'undo', words: 'Take back what was done with the ticked tips' },
  { key: 'u', act: 'unlock', words: 'Go to the passphrase' },
  { key: 'l', act: 'lock', words: 'Lock the key' },
  { key: 'c', act: 'confirm', words: 'Confirm the alert (asks first)' },
  { key: 'x', act: 'cancel', words: 'Cancel the alert (asks first)' },
  { key: 'r', act: 'reply', words: 'Write to the source' },
  { key: 'Ctrl+Enter', act: 'native', words: 'Send what was written (while writing)' },
  { key: 'm', act: 'note', words: 'Write a note for colleagues' },
  { key: 'h', act: 'hold', words: 'Take the tip into your hands, or put it down' },
  { key: 'q', act: 'aside', words: 'Put the tip aside, or take it back' },
  { key: 't', act: 'tag', words: 'Put a tag on the tip' },
  { key: 'w', act: 'setLane', words: 'Change the lane (the note is the reason)' },
  { key: 'y', act: 'tie', words: 'Link the tip with another, or merge it' },
  { key: 'e', act: 'close', words: 'Close the tip, or open it again' },
  { key: '?', act: 'help', words: 'Show or hide these keys' },
  { key: 'Esc', act: 'native', words: 'Close what is open in front' },
] as const;

export type Act = Exclude<(typeof SHORTCUTS)[number]['act'], 'native'>;

export interface KeyPress {
  key: string;
  modified: boolean;
  /** The focus is where letters are text. */
  typing: boolean;
  /** A dialog is open: only its own keys count. */
  dialog: boolean;
}

export function actOf(press: KeyPress): Act | undefined {
  if (press.modified || press.typing || press.dialog) return undefined;
  const found = SHORTCUTS.find((shortcut) => shortcut.key === press.key);
  return found === undefined || found.act === 'native' ? undefined : found.act;
}

export function pressOf(event: KeyboardEvent): KeyPress {
  const target = event.target instanceof Element ? event.target : undefined;
  return {
    key: event.key,
    modified: event.ctrlKey || event.metaKey || event.altKey || event.isComposing,
    typing: target?.closest('input, textarea, select, [contenteditable]') != null,
    dialog: document.querySelector('dialog[open]') !== null,
  };
}
