const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/**
 * The words of one line as HAProxy reads them (configuration manual, 2.2 "Quoting and escaping"): written from the manual, and
 * not from our printer, so that the two can be held against each other.
 */
export function wordsOf(line: string): string[] {
  const words: string[] = []
  let rest = line.trimStart()
  while (rest !== '' && !rest.startsWith('#')) {
    const word = nextWord(rest)
    words.push(word.text)
    rest = rest.slice(word.length).trimStart()
  }
  return words
}

function nextWord(line: string): { readonly text: string; readonly length: number } {
  let text = ''
  let at = 0
  while (at < line.length && !/[ \t\n\r#]/.test(line.charAt(at))) {
    const piece = nextPiece(line.slice(at))
    text += piece.text
    at += piece.length
  }
  return { text, length: at }
}

function nextPiece(line: string): { readonly text: string; readonly length: number } {
  if (line.startsWith("'")) {
    const end = line.indexOf("'", 1)
    if (end < 0) throw new Error(`The quote of ${line} does not end.`)
    return { text: line.slice(1, end), length: end + 1 }
  }
  if (!line.startsWith('\\')) return { text: line.charAt(0), length: 1 }
  if (line.charAt(1) === 'x') return { text: String.fromCodePoint(Number.parseInt(line.slice(2, 4), 16)), length: 4 }
  return { text: escapes[line.charAt(1)] ?? line.charAt(1), length: 2 }
}

/** What must stay as it is whatever people type: how many lines there are, and how many words with which beginning each has. */
export function shapeOf(configuration: string): string[] {
  return configuration.split('\n').map((line) => {
    const words = wordsOf(line)
    return `${words.length} ${words[0] ?? ''}`
  })
}
