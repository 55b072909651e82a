// Shows errors, summarised above the form and beside each field, as the service's page does.

import { focusOn, one } from './dom.ts';

export function showSummary(summary: Element, form: HTMLFormElement): void {
  clearFaults(form);
  const shown = document.adoptNode(summary) as HTMLElement;
  one(document, 'main').prepend(shown);
  focusOn(shown);
}

export function mark(field: Element, words: string): void {
  const fault = document.createElement('p');
  fault.className = 'fault';
  fault.id = `${field.id}-fault`;
  fault.textContent = words;
  const question = field.querySelector(':scope > .hint:not(.under)') ?? field.querySelector(':scope > legend');
  if (question) question.after(fault);
  else field.before(fault);
  describe(field, fault.id, true);
}

export function clearFaults(form: HTMLFormElement): void {
  document.querySelector('main > .summary')?.remove();
  for (const fault of form.querySelectorAll('.fault')) {
    fault.remove();
    for (const field of form.querySelectorAll(`[aria-describedby~="${fault.id}"]`)) describe(field, fault.id, false);
  }
}

function describe(field: Element, by: string, add: boolean): void {
  const others = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== '' && id !== by);
  field.setAttribute('aria-describedby', [...others, ...(add ? [by] : [])].join(' '));
}
