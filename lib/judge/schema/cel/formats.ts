import { type Environment, Optional } from '@marcbachmann/cel-js';

/** A named format of strings, as rules use it. */
class Format {
  constructor(
    private readonly isValid: (text: string) => boolean,
    private readonly description: string,
  ) {}

  /** What is wrong with a text; none if nothing is. */
  validate(text: string): Optional {
    return this.isValid(text) ? Optional.none() : Optional.of([this.description]);
  }
}

/** Holds the functions that make formats. */
class Formats {}

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const QUALIFIED = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const isSubdomain = (text: string) => text.length <= 253 && new RegExp(`^${LABEL}(?:\\.${LABEL})*$`).test(text);

/** @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library */
const named: Readonly<Record<string, (text: string) => boolean>> = {
  dns1123Label: (text) => text.length <= 63 && new RegExp(`^${LABEL}$`).test(text),
  dns1123Subdomain: isSubdomain,
  dns1035Label: (text) => text.length <= 63 && /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/.test(text),
  qualifiedName: (text) => {
    const parts = text.split('/');
    const name = parts.at(-1) ?? '';
    return (
      parts.length <= 2 &&
      (parts.length === 1 || isSubdomain(parts[0] ?? '')) &&
      name.length <= 63 &&
      QUALIFIED.test(name)
    );
  },
  labelValue: (text) => text === '' || (text.length <= 63 && QUALIFIED.test(text)),
  uuid: (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  date: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
};

/** Adds `format.dns1123Label()` and the like. */
export function registerFormats(environment: Environment): Environment {
  environment
    .registerType('Format', Format)
    .registerType('Formats', Formats)
    .registerConstant('format', 'Formats', new Formats());
  for (const [name, isValid] of Object.entries(named)) {
    const format = new Format(isValid, `is no ${name}`);
    environment.registerFunction(`Formats.${name}(): Format`, () => format);
  }
  return environment.registerFunction(
    'Format.validate(string): optional<list<string>>',
    (format: Format, text: string) => format.validate(text),
  );
}
