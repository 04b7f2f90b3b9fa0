/** A word that a POSIX shell reads back exactly as it is, whatever it holds. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(text) && !text.startsWith('-')) return text
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** An option with its value. A value that begins with a dash is joined to its option, or it would be read as one itself. */
export function shellOption(option: string, value: string): string {
  return value.startsWith('-') ? shellWord(`${option}=${value}`) : `${option} ${shellWord(value)}`
}

/** A command of many options, one a line. */
export function shellLines(words: readonly string[]): string {
  return words.join(' \\\n  ')
}
