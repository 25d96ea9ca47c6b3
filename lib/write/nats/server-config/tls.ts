import type { Duration } from 'cdk8s';

/**
 * TLS of one listener, or of one remote.
 *
 * @see https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls
 */
export interface Tls {
  /** Absolute path of the certificate, followed by its intermediates. */
  readonly certFile: string;

  /** Absolute path of the certificate's private key. */
  readonly keyFile: string;

  /** Absolute path of the root certificates that the peer's certificate must chain to. */
  readonly caFile: string;

  /**
   * Whether the peer must present a certificate. A remote always verifies its peer.
   * @default false
   */
  readonly verify?: boolean;

  /**
   * Whether the peer must present a certificate whose subject, or one of its alternative names, is the name of a user:
   * the peer is then that user and needs no password.
   * @default false
   */
  readonly verifyAndMap?: boolean;

  /**
   * Whether TLS begins before the server speaks. Both ends must agree: a peer that waits for the server's greeting is
   * disconnected.
   * @default false
   */
  readonly handshakeFirst?: boolean;

  /**
   * Oldest version of TLS that is accepted.
   * @default - 1.2, the server's own
   */
  readonly minVersion?: '1.2' | '1.3';

  /**
   * How long the handshake may take.
   * @default - 2 seconds, the server's own
   */
  readonly timeout?: Duration;
}
