/** A field whose labels select pods. */
export interface SelectionStatement {
  /** Path of the selector from the object's root. */
  readonly selector: string;
  /** `labels` for a plain mapping, as of a Service; `LabelSelector` for matchLabels and matchExpressions. */
  readonly form: 'labels' | 'LabelSelector';
  /** Whether an object without a selector, or with an empty one, is judged. */
  readonly empty: 'is judged' | 'is not judged';
  /** What happens while no pod is selected. */
  readonly effect: string;
  readonly fix: string;
}
