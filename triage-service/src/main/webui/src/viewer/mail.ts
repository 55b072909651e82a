import PostalMime, { type Address } from 'postal-mime';
import { Pages } from './pages';
import { readXml } from './xml';

const SILENT = new Set(['script', 'style', 'head', 'title']);
const LINES = new Set(['br', 'p', 'div', 'tr', 'li', 'h1', 'h2', 'h3', 'blockquote', 'table']);
/** Where one of them is the innermost, it says whether text is read: lines and the body end a head that nothing else has ended. */
const DECIDING = new Set([...SILENT, ...LINES, 'body']);

/** A mail: who wrote to whom, its text, its pictures, and the names of what is attached. */
export async function readMail(bytes: Uint8Array): Promise<Pages> {
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: 20, maxHeadersSize: 1_000_000 });
  const pages = new Pages();
  pages.title(mail.subject ?? '');
  const list = (addresses: readonly Address[] | undefined) => (addresses ?? []).map(named).join(', ');
  const heads = [
    ['From', mail.from === undefined ? '' : named(mail.from)],
    ['To', list(mail.to)],
    ['Cc', list(mail.cc)],
    ['Bcc', list(mail.bcc)],
    ['Reply-To', list(mail.replyTo)],
    ['Date', mail.date ?? ''],
    ['Message-ID', mail.messageId ?? ''],
  ];
  pages.table(heads.filter(([, value]) => value !== ''));
  // They may say different things, and a mail program shows only one of them.
  const text = mail.text ?? '';
  const html = mail.html === undefined ? '' : plain(mail.html);
  pages.text(text);
  if (words(html) !== words(text)) pages.text(html);
  for (const { content } of mail.attachments)
    if (content instanceof ArrayBuffer) pages.picture(() => new Uint8Array(content));
  pages.table(
    mail.attachments.map(({ filename, mimeType, content }) => [
      filename ?? '',
      mimeType,
      String(typeof content === 'string' ? content.length : content.byteLength),
    ]),
  );
  return pages;
}

function named(address: Address): string {
  if (address.group !== undefined) return `${address.name}: ${address.group.map(named).join(', ')}`;
  return address.name === '' ? address.address : `${address.name} <${address.address}>`;
}

/** A text without regard to its lines. */
function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The text of HTML. Nothing of it is run, drawn or fetched. */
function plain(html: string): string {
  let text = '';
  readXml(
    // One root: the parser takes what follows a closed one for text.
    new TextEncoder().encode(`<html>${html}`),
    {
      open: ({ name }) => {
        if (LINES.has(name)) text += '\n';
      },
      text: (said, parents) => {
        const inner = parents.findLast(({ name }) => DECIDING.has(name));
        if (inner === undefined || !SILENT.has(inner.name)) text += said;
      },
    },
    false,
  );
  return text.replace(/[^\S\n]+/g, ' ').replace(/\n\s*\n\s*/g, '\n\n');
}
