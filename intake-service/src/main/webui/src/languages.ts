// The form in another language, or the longer one, with everything that was typed still in it, files too. Nothing of it is sent for that.

import { showWhole } from './dom.ts';
import { showReceipt } from './receipt.ts';
import { page, post } from './request.ts';

const WAYS = 'button[data-page]';

/** Lets the page's other forms keep what was typed; calls back once one has come in place of this. */
export function keepTypedInEveryLanguage(form: HTMLFormElement, changed: (hadFaults: boolean) => void): void {
  for (const way of document.querySelectorAll<HTMLButtonElement>(WAYS)) {
    way.addEventListener('click', (event) => {
      event.preventDefault();
      if (form.inert) return;
      const address = way.dataset.page ?? '';
      again(form, way, address).then(
        (other) => {
          // Sent meanwhile, or replaced by an earlier press.
          if (form.inert || !form.isConnected) return;
          const hadFaults = document.querySelector('main > .summary') !== null;
          if (show(other, form, address)) changed(hadFaults);
        },
        // The page stays as it is, with all its content; the source can try again.
        () => undefined,
      );
    });
  }
}

/** An empty form. Which tip it adds to, the service must be told; nothing that was typed is. */
async function again(form: HTMLFormElement, way: HTMLButtonElement, address: string): Promise<Document> {
  const follows = form.elements.namedItem('follows');
  if (!(follows instanceof HTMLInputElement)) return page(address);
  const body = new FormData();
  for (const [name, value] of Object.entries({ sealing: 'server', show: 'form', follows: follows.value }))
    body.append(name, value);
  const answer = await post(way.formAction, body, 'page', {}, () => undefined, new AbortController().signal);
  if (answer.page === null) throw new Error(String(answer.status));
  return answer.page;
}

function show(page: Document, form: HTMLFormElement, address: string): boolean {
  const other = page.querySelector<HTMLFormElement>('form#tip');
  if (other === null) return false;
  for (const field of form.elements) carry(field, other);
  showWhole(page, address);
  showReceipt(other);
  return true;
}

/** The new page keeps its own token, and offers again where to seal the tip. */
function carry(field: Element, other: HTMLFormElement): void {
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
    const same = other.querySelector<HTMLTextAreaElement | HTMLSelectElement>(`[name="${field.name}"]`);
    if (same) same.value = field.value;
  } else if (field instanceof HTMLInputElement && field.name !== 'once' && field.name !== 'sealing') {
    // What one form fills in out of sight may be a question in the other.
    const asked = other.querySelector<HTMLInputElement>(`[type=radio][name="${field.name}"][value="${field.value}"]`);
    if (field.type === 'hidden' && asked) asked.checked = true;
    const choice = field.type === 'radio' || field.type === 'checkbox';
    const value = choice ? `[value="${field.value}"]` : '';
    const same = other.querySelector<HTMLInputElement>(`[name="${field.name}"]${value}`);
    if (same?.type !== field.type) return;
    if (choice) same.checked = field.checked;
    else if (field.type === 'file') same.files = field.files;
    else same.value = field.value;
    if (field.dataset.from) same.dataset.from = field.dataset.from;
  }
}
