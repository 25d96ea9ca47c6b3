import type { Field } from '../../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../../violation.js';
import { checkCors, checkDirectResponse, checkRedirect, checkRetries, checkRewrite } from './http-actions.js';
import { checkFault } from './http-fault.js';
import { checkAuthorityChanges, checkHeaderChanges } from './http-headers.js';
import { checkHttpMatch } from './http-match.js';
import { checkDestination, checkDestinations } from './route-destinations.js';

/** The VirtualService of a route: whether it is a delegate, and whether only gateways serve it. */
export interface RouteContext {
  readonly delegate: boolean;
  readonly onGateways: boolean;
}

/** Routes that do two things at once, or nothing. */
export function* checkHttpRoute(route: Field, context: RouteContext): Iterable<SchemaViolation> {
  const matches = route.at('match').items;
  const redirect = route.at('redirect');
  const response = route.at('directResponse');
  if (route.at('delegate').isSet && !context.delegate) yield* checkDelegating(route);
  else yield* checkActions(route, context);
  for (const match of matches) yield* checkHttpMatch(match, context.onGateways);
  yield* checkHeaderChanges(route.at('headers'));
  yield* checkAuthorityChanges(route);
  yield* checkCors(route.at('corsPolicy'));
  yield* checkRetries(route.at('retries'));
  yield* checkDestinations(route.at('route'));
  for (const entry of route.at('route').items) yield* checkHeaderChanges(entry.at('headers'));
  yield* checkFault(route.at('fault'));
  yield* checkDestination(route.at('mirror'));
  if (redirect.isSet) yield* checkRedirect(redirect, matches);
  if (response.isSet) yield* checkDirectResponse(response);
  if (route.at('rewrite').isSet) yield* checkRewrite(route.at('rewrite'));
  for (const mirror of route.at('mirrors').items) {
    const destination = mirror.at('destination');
    if (destination.isSet) yield* checkDestination(destination);
    else yield missingField(destination, 'the host to send copies to');
  }
}

function* checkDelegating(route: Field): Iterable<SchemaViolation> {
  for (const field of [route.at('redirect'), route.at('route')])
    if (field.isSet && !(field.step === 'route' && field.isEmpty))
      yield notAllowed(field, {
        got: `${field.step} together with delegate`,
        expected: 'only delegate, which handles the requests',
        fix: 'Remove one of the two.',
      });
}

function* checkActions(route: Field, { delegate }: RouteContext): Iterable<SchemaViolation> {
  if (delegate && route.at('delegate').isSet)
    yield notAllowed(route.at('delegate'), {
      got: 'a delegate of a delegate',
      expected: 'one step',
      fix: 'Write the routes here.',
    });
  const action = ['redirect', 'directResponse'].find((field) => route.at(field).isSet);
  if (action !== undefined) yield* checkUnused(route, action);
  else if (route.at('route').isEmpty) yield missingField(route.at('route'), 'destinations, redirect or directResponse');
  if (route.at('mirror').isSet && !route.at('mirrors').isEmpty)
    yield notAllowed(route.at('mirror'), {
      got: 'mirror together with mirrors',
      expected: 'only mirrors',
      fix: 'Move it into mirrors.',
    });
}

/** Reports what has no effect because a redirect or an answer ends the request. */
function* checkUnused(route: Field, action: string): Iterable<SchemaViolation> {
  for (const name of ['route', 'fault', 'rewrite', 'directResponse']) {
    const field = route.at(name);
    if (name === action || (name === 'route' ? field.isEmpty : !field.isSet)) continue;
    yield notAllowed(field, {
      got: `${name} together with ${action}`,
      expected: `only ${action}, which answers at once`,
      fix: 'Remove one of the two.',
    });
  }
}
