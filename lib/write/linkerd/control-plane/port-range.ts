/** Whether a text is a port or a range of ports, such as 6000-6010. */
export function isPortRange(text: string): boolean {
  const [first, last = first] = text.trim().split('-').map(Number);
  return (
    /^\d+(-\d+)?$/.test(text.trim()) &&
    first !== undefined &&
    last !== undefined &&
    first >= 1 &&
    first <= last &&
    last <= 65535
  );
}
