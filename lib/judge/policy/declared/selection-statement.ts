/** A field whose labels select pods. */
export interface SelectionStatement {
  /** Path of the selector from the object's root; several where kinds have it in different places. */
  readonly selector: string | readonly string[];
  /** `labels` for a plain mapping, as of a Service; `LabelSelector` for matchLabels and matchExpressions. */
  readonly form: 'labels' | 'LabelSelector';
  /** Whether an object without a selector, or with an empty one, is judged. */
  readonly empty: 'is judged' | 'is not judged';
  /** What happens while no pod is selected, if that differs, by kind. */
  readonly effect: string | Readonly<Record<string, string>>;
  readonly fix: string;
}
