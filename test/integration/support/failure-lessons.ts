import type { Lesson } from './failure-document.js';

/** What was measured, in the words of the document. */
export const LESSONS: readonly Lesson[] = [
  {
    title: 'Nothing fails',
    meaning: 'Both ways deliver everything; JetStream pays with one acknowledgement for each message.',
  },
  {
    title: 'Broker killed, started again after 5 s',
    meaning:
      'Core NATS loses what is published until the leaf has found the broker again. With JetStream the publisher waits for its acknowledgement and sends again; the broker recognizes what it stored already.',
  },
  {
    title: 'Leaf killed, started again after 5 s',
    meaning:
      'The publisher notices nothing. Core NATS has no subscriber meanwhile and drops messages; the stream keeps the messages, and the mirror fetches them once it has asked the broker again: it asks first before the link is up, and then with growing pauses, so that this may take most of a minute. What was delivered and not yet acknowledged comes once more.',
  },
  {
    title: 'Silent partition of 5 s',
    meaning:
      'Neither side is notified. Two unanswered pings close the link, and the leaf dials again; a shorter partition loses nothing, because TCP retransmits. Lower `pingInterval` to notice sooner.',
  },
  {
    title: 'Certificates renewed while all runs',
    meaning:
      'The reloader signals the server, which uses the new certificate from the next connection on; the link is not interrupted.',
  },
  {
    title: 'Certificates expired, broker restarted, certificates renewed',
    meaning:
      'A link that is up is never verified again: it outlives its certificates until something else breaks it. Then it cannot be re-established until both sides have new ones, while both servers report that they are healthy. Alert on the age of certificates and on the number of links, not on health. No restart is needed afterwards: the renewed Secrets suffice.',
  },
  {
    title: 'Broker deleted with its preStop hook, started again',
    meaning:
      'The lame duck sends clients away before it stops, but a single broker has nowhere to send them: core NATS loses what is published during the restart.',
  },
  {
    title: 'One of three brokers killed, the one with the link; started again after 5 s',
    meaning:
      'The leaf dials again and reaches another broker. Streams have three copies and go on with two; a new leader takes a few seconds to be chosen.',
  },
  {
    title: 'Rolling restart of three brokers through their preStop hooks',
    meaning: 'What an upgrade does. The link moves each time that the broker which holds it stops.',
  },
];
