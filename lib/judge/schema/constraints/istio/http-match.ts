import type { Field } from '../../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../../violation.js';
import { gatewayNames, isLabel, labelWords } from './hosts.js';
import { headerName, isClaim } from './http-headers.js';
import { istioLabels } from './selection.js';
import { checkStringMatch } from './string-match.js';

const SINGLE = ['scheme', 'method', 'authority'];

/** Conditions of a route that no request meets. */
export function* checkHttpMatch(match: Field, onGateways: boolean): Iterable<SchemaViolation> {
  yield* checkStringMatch(match.at('uri'), true);
  for (const field of SINGLE) yield* checkStringMatch(match.at(field));
  for (const [, value] of match.at('queryParams').entries) yield* checkStringMatch(value);
  yield* istioLabels(match.at('sourceLabels'));
  yield* gatewayNames(match.at('gateways'));
  const namespace = match.at('sourceNamespace');
  if (namespace.text !== undefined && namespace.text !== '' && !isLabel(namespace.text))
    yield notAllowed(namespace, { expected: labelWords, fix: 'Name the namespace of callers.' });
  for (const field of ['headers', 'withoutHeaders'])
    for (const [name, value] of match.at(field).entries) {
      yield* headerName(value, name);
      if (!onGateways && isClaim(name)) yield claimOnSidecar(value);
      if (field === 'headers' || value.at('regex').value !== '*') yield* checkStringMatch(value);
    }
}

function claimOnSidecar(header: Field): SchemaViolation {
  return notAllowed(header, {
    got: 'a claim of a token, in a route of sidecars',
    expected: 'a claim only in routes of gateways, because sidecars do not route by token',
    fix: 'List the gateways without mesh, or match something else.',
  });
}
