/** What a listener does with clients when nobody is there to serve them: only HTTP has an answer for it. */
export function unserved(protocol: unknown): string {
  return protocol === 'HTTP' ? 'answers 503' : 'closes connections'
}
