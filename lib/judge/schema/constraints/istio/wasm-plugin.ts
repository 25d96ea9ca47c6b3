import type { Field } from '../../../../manifest/field.js';
import { duplicateKey, notAllowed, type SchemaViolation } from '../../violation.js';
import { exactlyOne } from '../exactly-one.js';
import { policyTargets } from './selection.js';

const SCHEMES = ['http', 'https', 'oci', 'file'];
const SCHEME = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\//;

/**
 * Plugins that cannot be fetched, and variables that have two values.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/
 */
export function* checkWasmPlugin(spec: Field): Iterable<SchemaViolation> {
  yield* policyTargets(spec);
  yield* checkPlugin(spec);
}

/**
 * Extensions that are not code, or two kinds of it.
 *
 * @see https://istio.io/latest/docs/reference/config/proxy_extensions/
 */
export function* checkTrafficExtension(spec: Field): Iterable<SchemaViolation> {
  yield* policyTargets(spec);
  yield* exactlyOne(spec, ['wasm', 'lua']);
  yield* checkPlugin(spec.at('wasm'));
}

function* checkPlugin(plugin: Field): Iterable<SchemaViolation> {
  yield* checkUrl(plugin.at('url'));
  const seen = new Set<unknown>();
  for (const variable of plugin.at('vmConfig', 'env').items) {
    const name = variable.at('name');
    const value = variable.at('value');
    if (variable.at('valueFrom').value === 'HOST' && value.isSet)
      yield notAllowed(value, {
        got: 'a value, with HOST',
        expected: 'nothing, because the value of the host is used',
        fix: 'Remove it.',
      });
    if (seen.has(name.value)) yield duplicateKey(name, 'a name that no other variable has');
    seen.add(name.value);
  }
}

function* checkUrl(url: Field): Iterable<SchemaViolation> {
  if (url.text === undefined || url.text === '') return;
  const scheme = SCHEME.exec(url.text)?.[1]?.toLowerCase();
  if (scheme !== undefined && !SCHEMES.includes(scheme))
    yield notAllowed(url, { expected: `${SCHEMES.join('://, ')}:// or none`, fix: 'Use one of them.' });
  else if (!isUrl(url.text))
    yield notAllowed(url, { expected: 'a URL, or the name of an image', fix: 'Correct the URL.' });
}

/** Whether a text is a URL, or would be one after `http://`: only a file has no host. */
function isUrl(text: string): boolean {
  const [host = ''] = text.replace(SCHEME, '').split('/');
  return !/[\s{}|^<>"`\\%#]/.test(host) && (host !== '' || SCHEME.test(text) || text.startsWith('/'));
}
