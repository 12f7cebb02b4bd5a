import { NotKnowable, type Plain, type PlainDict, PythonError, PythonFloat } from './python.ts';

/** Keyword arguments on their way to a constructor, read by name and type. */
export class Arguments {
  private readonly cls: string;
  private readonly given: Map<string, Plain>;

  constructor(cls: string, given: PlainDict) {
    this.cls = cls;
    this.given = new Map(Object.entries(given));
  }

  has(name: string): boolean {
    return this.given.has(name);
  }

  isNone(name: string): boolean {
    return (this.given.get(name) ?? null) === null;
  }

  truth(name: string, otherwise: boolean): boolean {
    const value = this.given.get(name);
    if (value === undefined) return otherwise;
    if (value === null || typeof value === 'boolean') return value === true;
    if (typeof value === 'number') return value !== 0;
    if (value instanceof PythonFloat) return value.value !== 0;
    return (typeof value === 'string' || Array.isArray(value) ? value.length : Object.keys(value).length) > 0;
  }

  number(name: string, otherwise?: number): number {
    const value = this.required(name, otherwise);
    const number = toNumber(value);
    if (number !== undefined) return number;
    if (value === null || typeof value === 'string')
      throw new PythonError('TypeError', `${this.cls}: \`${name}\` must be a number, not ${pythonType(value)}`);
    throw new NotKnowable(`\`${name}\` of ${this.cls} is not a number`);
  }

  optionalNumber(name: string): number | undefined {
    return this.isNone(name) ? undefined : this.number(name);
  }

  numbers(name: string, otherwise?: readonly number[]): readonly number[] {
    const value = this.required(name, otherwise);
    if (!Array.isArray(value)) {
      if (typeof value === 'string') throw new NotKnowable(`\`${name}\` of ${this.cls} is not a list`);
      throw new PythonError('TypeError', `${pythonType(value)} object is not iterable`);
    }
    return value.map((item: Plain) => {
      const number = toNumber(item);
      if (number === undefined) throw new NotKnowable(`\`${name}\` of ${this.cls} holds something other than numbers`);
      return number;
    });
  }

  string(name: string, otherwise?: string): string {
    const value = this.required(name, otherwise);
    if (typeof value !== 'string') throw new NotKnowable(`\`${name}\` of ${this.cls} is not a string`);
    return value;
  }

  isFloat(name: string): boolean {
    const value = this.given.get(name);
    return value instanceof PythonFloat || (typeof value === 'number' && !Number.isInteger(value));
  }

  /** @throws PythonError TypeError as Python does for a keyword that the constructor does not have */
  refuseOthers(known: readonly string[]): void {
    for (const name of this.given.keys())
      if (!known.includes(name))
        throw new PythonError('TypeError', `${this.cls}.__init__() got an unexpected keyword argument '${name}'`);
  }

  /** @throws PythonError TypeError as Python does for a parameter without default that nobody passes */
  require(name: string): void {
    if (!this.given.has(name)) this.required(name, undefined);
  }

  private required(name: string, otherwise: Plain | undefined): Plain {
    const value = this.given.get(name) ?? (this.given.has(name) ? null : otherwise);
    if (value === undefined)
      throw new PythonError('TypeError', `${this.cls}.__init__() missing 1 required positional argument: '${name}'`);
    return value;
  }
}

function toNumber(value: Plain): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return value instanceof PythonFloat ? value.value : undefined;
}

function pythonType(value: Plain): string {
  if (value === null) return "'NoneType'";
  if (typeof value === 'string') return "'str'";
  if (typeof value === 'boolean') return "'bool'";
  if (value instanceof PythonFloat) return "'float'";
  return typeof value === 'number' ? (Number.isInteger(value) ? "'int'" : "'float'") : "'dict'";
}
