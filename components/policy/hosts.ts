/** The host names of a pasted text: one a line, or with commas or blanks between. Of a URL only the host is kept; twins are one. */
export function hostsIn(text: string): string[] {
  const words = text.split(/[\s,;]+/).map((word) =>
    word
      .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
      .replace(/[/?#].*$/, '')
      .replace(/:\d+$/, '')
      .toLowerCase(),
  )
  return [...new Set(words.filter((word) => word !== ''))]
}
