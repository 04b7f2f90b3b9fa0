/** What is wrong with a regular expression; null when HAProxy and the simulator read it alike. */
export function problemOf(pattern: string): string | null {
  try {
    new RegExp(pattern)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Whether a regular expression finds something in the text. */
export function matches(text: string, pattern: string, ignoresCase: boolean): boolean {
  return new RegExp(pattern, ignoresCase ? 'i' : '').test(text)
}
