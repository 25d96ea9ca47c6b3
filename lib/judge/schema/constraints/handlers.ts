import { portName } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { portNumber } from './bounds.js';
import { exactlyOne } from './exactly-one.js';
import { nameSyntax } from './syntax.js';

/** Reports an action of a probe or hook that is not exactly one of the forms, or that cannot run. */
export function* checkHandler(holder: Field, forms: readonly string[]): Iterable<SchemaViolation> {
  yield* exactlyOne(holder, forms);
  if (holder.at('exec').isSet && holder.at('exec', 'command').isEmpty)
    yield missingField(holder.at('exec', 'command'), 'the command to run');
  for (const form of ['httpGet', 'tcpSocket', 'grpc']) {
    const port = holder.at(form, 'port');
    yield* portNumber(port);
    yield* nameSyntax(port, portName, 'port');
    if (port.value === '') yield missingField(port, 'the number or the name of the port');
  }
  for (const header of holder.at('httpGet', 'httpHeaders').items) {
    const name = header.at('name');
    if (name.text !== undefined && !/^[-A-Za-z0-9]+$/.test(name.text))
      yield notAllowed(name, { expected: 'letters, digits and -', fix: 'Correct the name of the header.' });
  }
}
