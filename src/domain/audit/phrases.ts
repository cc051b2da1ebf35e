/** The source of a pattern written over several lines: line ends, and what stands in after them, do not count. */
export function phrases({ raw }: TemplateStringsArray): string {
  return (raw[0] ?? '').replace(/\n\s*/g, '');
}
