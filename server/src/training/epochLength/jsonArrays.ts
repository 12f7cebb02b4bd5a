/** A number, string, `true`, `false` or `null` of an element; a nested value is left out. */
export type Scalar = number | string | boolean | null;
export type Fields = ReadonlyMap<string, Scalar>;

export interface ArrayReader {
  /** The keys of an element of a top-level array that matter; undefined when the array does not. */
  fieldsOf(array: string): readonly string[] | undefined;
  element(array: string, fields: Fields): void;
  /** The end of a top-level array. @returns true when nothing after it matters. */
  end?(array: string): boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** Depth of a top-level key's object, of its array, and of an element of that. */
const TOP = 1;
const ARRAY = 2;
const ELEMENT = 3;

/**
 * Reads `{"images": [{"id": 1, …}, …], …}` as it comes, in pieces of any size: what is kept is the current token, so that
 * gigabytes need no memory. Python's NaN and Infinity are tolerated; whether all of it is valid JSON is not checked.
 */
export class JsonArrays {
  /** Nothing more is wanted. */
  done = false;
  private readonly reader: ArrayReader;
  private readonly decoder = new TextDecoder();
  private started = false;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Bytes of a token that goes on in the next piece. */
  private token: number[] = [];
  private tokenWanted = false;
  /** The string just read, which is a key when a colon follows. */
  private lastString: string | undefined;
  private section = '';
  private wanted: readonly string[] | undefined;
  private key: string | undefined;
  private fields = new Map<string, Scalar>();

  constructor(reader: ArrayReader) {
    this.reader = reader;
  }

  /** Every bracket that was opened is closed, and there was one. */
  get isComplete(): boolean {
    return this.started && this.depth === 0 && !this.inString;
  }

  push(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length && !this.done; index++) {
      if (this.inString) {
        index = this.readString(bytes, index);
        continue;
      }
      const byte = bytes[index] as number;
      if (this.depth > ELEMENT) {
        // Polygons make most of a file: nothing in them matters but where they end.
        if (byte === QUOTE) this.openString(false);
        else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) this.depth++;
        else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) this.depth--;
        continue;
      }
      this.readStructure(byte);
    }
  }

  private readString(bytes: Uint8Array, from: number): number {
    let index = from;
    for (; index < bytes.length; index++) {
      const byte = bytes[index] as number;
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) {
        this.inString = false;
        if (this.tokenWanted) this.lastString = this.stringOf(this.token);
        return index;
      }
      if (this.tokenWanted) this.token.push(byte);
    }
    return index;
  }

  private stringOf(bytes: readonly number[]): string {
    const text = this.decoder.decode(new Uint8Array(bytes));
    if (!text.includes('\\')) return text;
    try {
      return String(JSON.parse(`"${text}"`));
    } catch {
      return text;
    }
  }

  private openString(wanted: boolean): void {
    this.inString = true;
    this.escaped = false;
    this.tokenWanted = wanted;
    this.token = [];
  }

  private readStructure(byte: number): void {
    switch (byte) {
      case QUOTE:
        this.openString(this.depth === TOP || (this.depth === ELEMENT && this.matters()));
        return;
      case COLON:
        this.token = [];
        this.key = this.lastString;
        this.lastString = undefined;
        if (this.depth === TOP) this.section = this.key ?? '';
        return;
      case COMMA:
        this.endValue();
        return;
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        this.open(byte);
        return;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        this.close();
        return;
      default:
        if (this.depth === ELEMENT && this.wanted && byte > 0x20) this.token.push(byte);
    }
  }

  /** What comes next is a key of an element, or the value of a key that is wanted. */
  private matters(): boolean {
    return this.wanted !== undefined && (this.key === undefined || this.wanted.includes(this.key));
  }

  private open(byte: number): void {
    this.started = true;
    this.depth++;
    if (this.depth === ARRAY && byte === OPEN_ARRAY) this.wanted = this.reader.fieldsOf(this.section);
    else if (this.depth === ARRAY) this.wanted = undefined;
    else if (this.depth === ELEMENT) this.fields = new Map();
    this.key = undefined;
    this.token = [];
  }

  private close(): void {
    this.endValue();
    this.depth--;
    if (this.depth === ARRAY && this.wanted) this.reader.element(this.section, this.fields);
    if (this.depth === TOP && this.wanted) {
      this.wanted = undefined;
      this.done = this.reader.end?.(this.section) ?? false;
    }
  }

  private endValue(): void {
    if (this.depth === ELEMENT && this.wanted && this.key !== undefined && this.wanted.includes(this.key)) {
      const scalar = this.lastString ?? scalarOf(this.token);
      if (scalar !== undefined) this.fields.set(this.key, scalar);
    }
    this.key = undefined;
    this.lastString = undefined;
    this.token = [];
  }
}

function scalarOf(bytes: readonly number[]): Scalar | undefined {
  const text = String.fromCharCode(...bytes);
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}
