// Requests by XMLHttpRequest, for two things that fetch cannot do: it says how much of a body has left, and it gives an
// answer as a document without parsing markup in our name.

export interface Answer {
  status: number;
  /** The next byte that the service wants of an upload. */
  offset: number;
  /** A token to go on with, if that of the form is too young or too old. */
  form: string | null;
  page: Document | null;
}

/** Fetches one of our pages; rejects with the status if it is not one. */
export function page(address: string): Promise<Document> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.responseType = 'document';
    request.timeout = PATIENCE;
    request.onload = () => {
      if (request.status === 200 && request.responseXML) resolve(request.responseXML);
      else reject(new Error(String(request.status)));
    };
    request.onerror = request.ontimeout = () => {
      reject(new Lost());
    };
    request.send();
  });
}

/** The connection is gone, or nothing has moved for a while. */
export class Lost extends Error {}

/** A Tor circuit may stall for a minute. */
const PATIENCE = 90_000;

export function post(
  address: string,
  body: XMLHttpRequestBodyInit,
  answer: 'page' | 'status',
  headers: Record<string, string>,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout>;
    const moved = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        request.abort();
      }, PATIENCE);
    };
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    };
    const lost = () => {
      over();
      reject(new Lost());
    };
    const stop = () => {
      request.abort();
    };
    request.open('POST', address);
    // An empty answer is not a document: the browser would make its own, with styles that our policy forbids.
    request.responseType = answer === 'page' ? 'document' : 'text';
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      moved();
      onSent(event.loaded);
    };
    request.onprogress = moved;
    request.onerror = lost;
    request.onabort = lost;
    request.onload = () => {
      over();
      const offset = Number(request.getResponseHeader('Penah-Offset') ?? NaN);
      resolve({
        status: request.status,
        offset,
        form: request.getResponseHeader('Penah-Form'),
        page: answer === 'page' ? request.responseXML : null,
      });
    };
    signal.addEventListener('abort', stop);
    moved();
    request.send(body);
  });
}
