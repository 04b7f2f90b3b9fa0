/** Whether the client takes JSON: no Accept header, a wildcard, or application/json with a quality above zero. */
export function acceptsJson(request: Request): boolean {
  const accept = request.headers.get('accept')
  if (accept === null || accept.trim() === '') return true
  return accept.split(',').some((range) => {
    const [type, ...options] = range.split(';').map((one) => one.trim().toLowerCase())
    const isRefused = options.some((one) => /^q=0(\.0*)?$/.test(one))
    return !isRefused && (type === '*/*' || type === 'application/*' || type === 'application/json')
  })
}
