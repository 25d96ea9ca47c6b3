import type { Prop, PublicInterface } from './props.js';

type Pages = readonly (readonly [area: string, interfaces: readonly PublicInterface[]])[];

const NOTE = '<!-- Generated from the interfaces and their shapes by `npm run docs:props`; edit them instead. -->';

/** Texts that the type already implies. */
const SAID_BY_THE_TYPE: ReadonlySet<string> = new Set(['text', 'a list', 'true or false', 'a value']);

/** The page of each interface. */
export function propsIndex(pages: Pages): string {
  const parts = pages.map(([area, interfaces]) => {
    const links = interfaces.map(({ name }) => `[${name}](props/${area}.md#${name.toLowerCase()})`);
    return `## [${area}](props/${area}.md)\n\n${links.join(', ')}`;
  });
  return `${NOTE}\n\n# Options\n\nEvery option of the public constructs: its type, what is accepted, and its default.\n\n${parts.join('\n\n')}\n`;
}

/** The interfaces of one part, each as a table. */
export function propsPage(area: string, interfaces: readonly PublicInterface[], pages: Pages): string {
  const link = (type: string) => linkTo(type, area, pages);
  const sections = interfaces.map(({ name, path, meaning, sources, extends: bases, props }) =>
    [
      `## ${name}`,
      [meaning, ...sources.map(sourceLink), `Declared in [${path}](../../${path}).`]
        .filter((part) => part !== '')
        .join(' '),
      ...(bases.length === 0 ? [] : [`Also has the options of ${bases.map(link).join(' and ')}.`]),
      ...(props.length === 0 ? [] : [tableOf(props, link)]),
    ].join('\n\n'),
  );
  return `${NOTE}\n\n# Options: ${area}\n\n${sections.join('\n\n')}\n`;
}

function tableOf(props: readonly Prop[], link: (type: string) => string): string {
  const rows = props.map(({ name, type, accepted, optional, standard, meaning, sources }) =>
    [
      `\`${name}\``,
      link(type),
      SAID_BY_THE_TYPE.has(accepted) ? '' : cell(accepted),
      standard === undefined ? (optional ? '' : 'required') : cell(standard),
      cell([meaning, ...sources.map(sourceLink)].join(' ').trim()),
    ].join(' | '),
  );
  return [
    '| Option | Type | Accepted | Default | Meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

function sourceLink(source: string): string {
  return `[Source](${source}).`;
}

/** A type, with a link if it is one of our interfaces: `readonly Stream[]`. */
function linkTo(type: string, area: string, pages: Pages): string {
  const plain = `\`${type.replaceAll('|', '\\|')}\``;
  const [, name = ''] = /^(?:readonly )?(\w+)(?:\[\])?(?: \| undefined)?$/.exec(type) ?? [];
  const page = pages.find(([, interfaces]) => interfaces.some((candidate) => candidate.name === name))?.[0];
  if (page === undefined) return plain;
  return `[${plain}](${page === area ? '' : `${page}.md`}#${name.toLowerCase()})`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
