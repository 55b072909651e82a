// The inbox, if the source lets this browser open it: the receipt and the text of replies stay here.

import { parse, ReceiptError, toDigits } from '#sealing/receipt.js';
import { Choice } from './choice.ts';
import { clone, one, showMain, showWhole, text } from './dom.ts';
import { mark, showSummary } from './faults.ts';
import { fetchWorker } from './in-worker.ts';
import { Keys, Untrusted } from './keys.ts';
import { Opener } from './opener.ts';
import { Lost, page, post } from './request.ts';
import type { Decision } from './worker.ts';

/** By the word of the button. */
const DECISIONS: Record<string, Decision | undefined> = {
  'stop-alert': 'withdraw-alert',
  'stop-details': 'withdraw-details',
};

/** Continues with a form that has replaced this page. */
export type WriteMore = (receipt: string, from: string | undefined) => void;

export class Inbox {
  private readonly content: DocumentFragment;
  private readonly form: HTMLFormElement;
  private readonly typed: HTMLTextAreaElement;
  private readonly choice: Choice;
  private readonly keys: Promise<Keys>;
  private opener: Opener | undefined;
  /** The inbox's, in the language of the page. */
  private address: string;
  private receipt = '';
  private busy = false;

  /** Only in a page that asks for a receipt. */
  static startIn(within: ParentNode, writeMore: WriteMore, typed = ''): void {
    const template = within.querySelector<HTMLTemplateElement>('#open-in-browser');
    if (template) new Inbox(template, writeMore).typed.value ||= typed;
  }

  private constructor(
    template: HTMLTemplateElement,
    private readonly writeMore: WriteMore,
  ) {
    const { root = '' } = template.dataset;
    this.content = template.content;
    this.form = one(document, 'form');
    this.address = this.form.action;
    this.typed = one(this.form, 'textarea');
    this.choice = new Choice(clone(this.content, '#opening'), this.content);
    one(document, '#opening').replaceWith(this.choice.element);
    this.keys = Keys.fetch(root);
    this.keys.then(
      () => {
        this.choice.say('checked');
      },
      () => {
        this.choice.askAgain('untrusted', 'impossible');
      },
    );
    this.form.addEventListener('submit', (event) => {
      this.submit(event);
    });
    // Where it is opened is between the source and this page.
    this.form.addEventListener('formdata', ({ formData }) => {
      formData.delete('opening');
    });
  }

  private submit(event: SubmitEvent): void {
    const other = otherLanguage(event);
    if (other !== undefined) {
      event.preventDefault();
      this.attempt(
        async () => {
          showWhole(await page(other), other);
          Inbox.startIn(document, this.writeMore, this.typed.value);
        },
        // The page stays as it is; the source can try again.
        () => undefined,
      );
      return;
    }
    // By the server only if the source chose it; then the browser sends the receipt as it would without script.
    if (this.choice.chosen === 'server') return;
    event.preventDefault();
    if (this.choice.chosen === undefined) {
      this.choice.askAgain('choose');
      return;
    }
    try {
      this.receipt = toDigits(parse(this.typed.value));
    } catch (cause) {
      const kind = cause instanceof ReceiptError ? cause.reason : 'CHARACTER';
      this.showTrouble(this.typed.value.trim() === '' ? 'EMPTY' : kind);
      return;
    }
    if (!this.busy) this.choice.say('working');
    this.attempt(
      () => this.begin(),
      (cause) => {
        if (cause instanceof Lost) this.choice.say('lost');
        else if (cause instanceof Untrusted) this.choice.askAgain('untrusted', 'impossible');
        else this.choice.askAgain('failed');
      },
    );
  }

  /** One thing at a time: each page of an inbox works once. */
  private attempt(step: () => Promise<void>, fail: (cause: unknown) => void): void {
    if (this.busy) return;
    this.busy = true;
    step()
      .catch(fail)
      .finally(() => {
        this.busy = false;
      });
  }

  private async begin(): Promise<void> {
    const { manifest } = await this.keys;
    await fetchWorker();
    this.opener?.end();
    this.opener = new Opener();
    const mailbox = await this.opener.begin(this.receipt, manifest.receipt);
    await this.ask({ mailbox });
  }

  private async ask(fields: Record<string, string>, address = this.address): Promise<void> {
    const never = new AbortController().signal;
    const body = new URLSearchParams(fields);
    const answer = await post(address, body, 'page', {}, () => undefined, never);
    if (answer.page === null) throw new Error(`answered with ${String(answer.status)}`);
    if (isForm(answer.page, fields.do)) {
      // For more, to this mailbox; who made the form does not know the receipt.
      this.opener?.end();
      showWhole(answer.page, address);
      this.writeMore(this.receipt, 'typed');
      return;
    }
    await this.read(answer.page);
    const { value } = this.typed;
    if (address !== this.address) showWhole(answer.page, address);
    const main = address === this.address ? showMain(answer.page) : one(document, 'main');
    this.address = address;
    if (main.querySelector('[name=session]') === null) this.opener?.end();
    for (const form of main.querySelectorAll<HTMLFormElement>('form:has([name=session])')) this.takeOver(main, form);
    Inbox.startIn(main, this.writeMore, value);
  }

  /** Opens the reply of a page before anybody sees it; the page itself says if it cannot be opened. */
  private async read(page: Document): Promise<void> {
    const reply = page.querySelector<HTMLElement>('[data-sealed]');
    if (reply === null) return;
    const sealed = Uint8Array.from(atob(reply.dataset.sealed ?? ''), (byte) => byte.charCodeAt(0));
    delete reply.dataset.sealed;
    const words = await this.opener?.open(sealed).catch(() => undefined);
    if (words === undefined) return;
    reply.textContent = words;
    reply.hidden = false;
    reply.nextElementSibling?.remove();
  }

  private takeOver(main: HTMLElement, form: HTMLFormElement): void {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const fields = Object.fromEntries(new FormData(form)) as Record<string, string>;
      fields.do = (event.submitter as HTMLButtonElement | null)?.value ?? 'look';
      this.attempt(
        () => this.decide(fields, form.dataset.salt, otherLanguage(event)),
        () => {
          const warning = document.createElement('p');
          warning.className = 'warning';
          warning.role = 'alert';
          warning.textContent = text(this.content, 'lost');
          main.querySelector(':scope > .warning')?.remove();
          main.prepend(warning);
          scrollTo(0, 0);
        },
      );
    });
  }

  /** Signs what cannot be undone, if that is what the form says, and asks for it. */
  private async decide(fields: Record<string, string>, salt: string | undefined, address?: string): Promise<void> {
    const what = fields.sure === undefined ? '' : ((fields.do ?? '').split(' ')[0] ?? '');
    const decision = DECISIONS[what];
    let signed: string | undefined;
    if (what === 'erase') signed = await this.opener?.decisions();
    else if (decision && salt) signed = await this.opener?.decide(decision, salt);
    await this.ask(signed === undefined ? fields : { ...fields, decision: signed }, address);
  }

  private showTrouble(kind: string): void {
    const summary = clone(this.content, `[data-trouble=${kind}]`);
    const { value } = this.typed;
    const digits = value.match(/\p{Nd}/gu)?.length ?? 0;
    const words = value.match(/[\p{L}\p{M}]+/gu)?.length ?? 0;
    const own = new Intl.NumberFormat(document.documentElement.lang);
    for (const told of summary.querySelectorAll<HTMLElement>('[data-count]')) {
      if ((told.dataset.count === 'digits') === digits > 0)
        told.textContent = told.textContent.replace('#', own.format(digits || words));
      else told.remove();
    }
    showSummary(summary, this.form);
    mark(this.typed, one(summary, 'h2').textContent);
  }
}

/** Lets the page that says "Received" lead on to a form for more, with the receipt that this page keeps to itself. */
export function letWriteMore(mailbox: string, receipt: string, from: string | undefined, writeMore: WriteMore): void {
  const form = document.querySelector<HTMLFormElement>('form[data-more]');
  const field = form?.elements.namedItem('mailbox');
  if (!form || !(field instanceof HTMLInputElement)) return;
  field.value = mailbox;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const body = new URLSearchParams({ mailbox, do: (event.submitter as HTMLButtonElement | null)?.value ?? 'more' });
    form.inert = true;
    post(form.action, body, 'page', {}, () => undefined, new AbortController().signal)
      .then((answer) => {
        if (answer.page === null || !isForm(answer.page, body.get('do')))
          throw new Error(`answered with ${String(answer.status)}`);
        showWhole(answer.page, form.action);
        writeMore(receipt, from);
      })
      // The page stays, with the receipt; the source can try again.
      .catch(() => {
        form.inert = false;
        one(form, '.warning').hidden = false;
      });
  });
}

/** Fails at a form that was not asked for, or that the browser would send with the receipt, as it has no script. */
function isForm(page: Document, wish: string | null | undefined): boolean {
  if (page.querySelector('form#tip') === null) return false;
  if (!['more', 'tell'].includes(wish ?? '') || page.querySelector('#in-browser') === null)
    throw new Error('answered with a form that cannot have the receipt');
  return true;
}

/** The address of the page in the language whose button was pressed, if it was one. */
function otherLanguage({ submitter }: SubmitEvent): string | undefined {
  return submitter instanceof HTMLButtonElement && submitter.hasAttribute('formaction')
    ? submitter.formAction
    : undefined;
}
