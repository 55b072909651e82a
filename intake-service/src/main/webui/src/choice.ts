// Whether this browser does it or the service: the source's to say, and asked again when one of them fails.

import { focusOn, one, text } from './dom.ts';

export class Choice {
  private readonly status: HTMLElement;

  constructor(
    readonly element: HTMLElement,
    private readonly content: DocumentFragment,
  ) {
    this.status = one(element, '[role=status]');
  }

  /** The way that the source chose, if they have. */
  get chosen(): string | undefined {
    return this.element.querySelector<HTMLInputElement>('input:checked')?.value;
  }

  choose(way: string | undefined): void {
    for (const each of this.element.querySelectorAll('input')) each.checked = each.value === way;
  }

  /** Says something about the choice, without changing it. */
  say(name: string): void {
    this.status.textContent = text(this.content, name);
  }

  /** Withdraws the choice, so that nothing is sent another way before the source chooses it. */
  askAgain(name: string, browser?: 'impossible'): void {
    this.say(name);
    for (const way of this.element.querySelectorAll('input')) {
      way.checked = false;
      if (way.value === 'browser' && browser === 'impossible') way.disabled = true;
    }
    focusOn(this.element);
  }
}
