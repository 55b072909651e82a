import { nameOf, type Facts } from './facts';
import { readTags, type Element } from './tags';

/** XMP (ISO 16684-1): properties that name a device, a person, a time or a place. */
const NAMES: Readonly<Record<string, string>> = {
  creator: 'Author',
  Artist: 'Artist',
  AuthorsPosition: 'Author',
  CaptionWriter: 'Author',
  CreatorTool: 'Written with',
  softwareAgent: 'Written with',
  Software: 'Software',
  Producer: 'Made by',
  CreateDate: 'Created',
  DateCreated: 'Created',
  ModifyDate: 'Changed',
  DateTimeOriginal: 'Taken',
  Make: 'Camera maker',
  Model: 'Camera',
  HostComputer: 'Computer',
  OwnerName: 'Owner of the camera',
  CameraOwnerName: 'Owner of the camera',
  SerialNumber: 'Serial number of the camera',
  BodySerialNumber: 'Serial number of the camera',
  Lens: 'Lens',
  LensModel: 'Lens',
  LensSerialNumber: 'Serial number of the lens',
  GPSLatitude: 'Place',
  GPSLongitude: 'Place',
  City: 'Place',
  State: 'Place',
  Country: 'Place',
  Location: 'Place',
  title: 'Title',
  Headline: 'Title',
  description: 'Description',
  UserComment: 'Comment',
  subject: 'Keywords',
  Keywords: 'Keywords',
  rights: 'Copyright',
  Credit: 'Organisation',
  Company: 'Organisation',
  Manager: 'Manager',
  DocumentID: 'Identifier',
  OriginalDocumentID: 'Identifier',
  InstanceID: 'Identifier',
};
/** How RDF lists values. */
const LISTS = new Set(['Alt', 'Bag', 'Seq', 'li']);

export function xmp(bytes: Uint8Array, facts: Facts): void {
  const told: string[] = [];
  const tell = (name: string, value: string) => {
    const ours = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
    if (ours === undefined || value.trim() === '') return;
    facts.add(ours, value);
    told.push(ours);
  };
  readTags(bytes, facts.work, {
    open: ({ attributes }) => {
      for (const [name, value] of Object.entries(attributes)) tell(name, value);
    },
    text: (text, elements) => {
      tell(elements.findLast(({ name }) => !LISTS.has(name))?.name ?? '', text);
    },
  });
  if (told.length === 0) facts.add('XMP', 'present');
}

/** Office (ECMA-376, Dublin Core) and OpenDocument; also what is in iXML of sound recorders. */
const OFFICE: Readonly<Record<string, string>> = {
  creator: 'Author',
  'initial-creator': 'Author',
  lastModifiedBy: 'Last changed by',
  created: 'Created',
  'creation-date': 'Created',
  modified: 'Changed',
  date: 'Changed',
  lastPrinted: 'Printed',
  'print-date': 'Printed',
  'printed-by': 'Last changed by',
  title: 'Title',
  subject: 'Subject',
  description: 'Description',
  keywords: 'Keywords',
  keyword: 'Keywords',
  category: 'Keywords',
  Application: 'Written with',
  generator: 'Written with',
  Company: 'Organisation',
  Manager: 'Manager',
  Template: 'Template',
  HyperlinkBase: 'Template',
  'editing-duration': 'Time of editing',
  PROJECT: 'Title',
  NOTE: 'Comment',
};

/** The properties of a document. */
export function properties(bytes: Uint8Array, facts: Facts): void {
  readTags(bytes, facts.work, {
    text: (text, elements) => {
      const inside = elements.at(-1)?.name ?? '';
      const own = custom(elements.at(-1)) ?? custom(elements.at(-2));
      if (own !== undefined) facts.add(nameOf(own), text);
      else if (inside === 'TotalTime') facts.add('Time of editing', `${text} min`);
      else if (Object.hasOwn(OFFICE, inside)) facts.add(OFFICE[inside] ?? inside, text);
    },
  });
}

/** The name that somebody gave to a property of their own. */
function custom(element: Element | undefined): string | undefined {
  if (element?.name !== 'property' && element?.name !== 'user-defined') return undefined;
  return element.attributes.name;
}

/** Who changed a document or wrote in its margin. */
export function writers(bytes: Uint8Array, facts: Facts): void {
  readTags(bytes, facts.work, {
    open: ({ name, attributes }) => {
      for (const [key, value] of Object.entries(attributes)) {
        const named = key === 'author' || key === 'displayName' || (key === 'name' && /author/i.test(name));
        if (named) facts.add('Worked on it', value);
      }
    },
    text: (text, elements) => {
      if (['creator', 'author'].includes(elements.at(-1)?.name ?? '')) facts.add('Worked on it', text);
    },
  });
}
