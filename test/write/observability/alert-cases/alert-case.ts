/** Series as `promtool test rules` reads them. */
export interface Sample {
  readonly [series: string]: string;
}

/** An outage of which an alert must tell, and a state close to it of which it must not. */
export interface AlertCase {
  /** Name of the alert. */
  readonly alert: string;
  readonly outage: Sample;
  readonly calm: Sample;
  /** When both are looked at. @default 15m */
  readonly at?: string;
  /** Time between two samples. @default 15s */
  readonly interval?: string;
  /** Number of alerts in the outage. @default 1 */
  readonly alerts?: number;
}
