import { optional, options, type Shape } from '../../input/shape.js';
import { IMAGE, type Image } from '../workload/image.js';

/** Default release of the NATS server. @see https://github.com/nats-io/nats-server/releases */
export const DEFAULT_SERVER_VERSION = '2.15.3';

/** Images of a NATS server's pod, and of the command-line client. */
export interface NatsImages {
  /** The server; its tag follows the server's version. @default nats:<version>-alpine @see https://hub.docker.com/_/nats */
  readonly server?: Image;
  /** Signals the server when its configuration or a certificate changes. @see https://github.com/nats-io/nack */
  readonly reloader?: Image;
  /** Serves the server's metrics to Prometheus. @see https://github.com/nats-io/prometheus-nats-exporter */
  readonly exporter?: Image;
  /** The `nats` command. @see https://github.com/nats-io/nats-box */
  readonly cli?: Image;
}

/** What is accepted as images. */
export const NATS_IMAGES: Shape<NatsImages> = options<NatsImages>({
  server: optional(IMAGE),
  reloader: optional(IMAGE),
  exporter: optional(IMAGE),
  cli: optional(IMAGE),
});

export function natsImages(serverVersion: string, images: NatsImages = {}): Required<NatsImages> {
  return {
    server: { repository: 'nats', tag: `${serverVersion}-alpine` },
    reloader: { repository: 'natsio/nats-server-config-reloader', tag: '0.23.0' },
    exporter: { repository: 'natsio/prometheus-nats-exporter', tag: '0.20.1' },
    cli: { repository: 'natsio/nats-box', tag: '0.20.0' },
    ...images,
  };
}
