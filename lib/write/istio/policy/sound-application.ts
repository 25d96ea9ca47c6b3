import type { Diagnostic } from '../../../diagnostic.js';
import { checkProps, options } from '../../../input/shape.js';
import { APPLICATION, type Application } from '../../workload/intents/application.js';

const PROPS = options<{ readonly application: Application }>({ application: APPLICATION });

/** Each of its services asks for the application, which lists all of them. */
const sound = new WeakSet<object>();

/** Faults of an application among the props of a construct; it is looked at once. */
export function checkApplication(where: string, application: Application): Diagnostic[] {
  if (typeof application === 'object' && application !== null && sound.has(application)) return [];
  const problems = checkProps(where, { application }, PROPS);
  if (problems.length === 0) sound.add(application);
  return problems;
}
