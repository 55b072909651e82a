declare module 'sax' {
  interface Parser {
    error: Error | null;
    onerror: (cause: Error) => void;
    onopentag: (tag: { name: string; attributes: Record<string, string> }) => void;
    ontext: (text: string) => void;
    oncdata: (text: string) => void;
    onclosetag: (name: string) => void;
    write: (xml: string) => Parser;
    close: () => Parser;
  }

  const sax: { parser: (strict: boolean, options: { lowercase: boolean; position: boolean }) => Parser };
  export default sax;
}
