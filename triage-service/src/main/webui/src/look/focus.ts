/** Moves the focus in the list; from elsewhere, to the open tip, or to the first. */
export function focusRow(step: 1 | -1): void {
  // Behind what a search found, the list is hidden.
  const rows = [...document.querySelectorAll<HTMLElement>('[data-tip]')].filter((row) => row.checkVisibility());
  const focused = rows.findIndex((row) => row.dataset.tip === focusedRow());
  const current = rows.findIndex((row) => row.ariaCurrent === 'true');
  const from = focused >= 0 ? focused + step : current >= 0 ? current + step : 0;
  const row = rows[Math.min(Math.max(from, 0), rows.length - 1)];
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
}

export function focusReply(): void {
  document.querySelector<HTMLElement>('#reply')?.focus();
}

export function focusNote(): void {
  document.querySelector<HTMLElement>('#note')?.focus();
}

export function focusPassphrase(): void {
  document.querySelector<HTMLElement>('#passphrase')?.focus();
}

/** The tip whose row, or the box beside it, has the focus. */
export function focusedRow(): string | undefined {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement)) return undefined;
  return focused.dataset.tip ?? focused.closest('li')?.querySelector<HTMLElement>('[data-tip]')?.dataset.tip;
}

export function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}
