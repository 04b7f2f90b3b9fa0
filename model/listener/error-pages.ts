export type ErrorStatusKind = { readonly label: string; readonly help: string }

/** What the load balancer answers by itself. What members answer is theirs. */
export const errorStatuses = {
  403: { label: '403 Forbidden', help: 'A policy refuses the request.' },
  408: { label: '408 Request timeout', help: 'The client did not send a whole request in time.' },
  500: { label: '500 Internal error', help: 'The load balancer failed.' },
  502: { label: '502 Bad gateway', help: 'A member answered what is no answer, or hung up.' },
  503: { label: '503 Unavailable', help: 'No member can serve, or a limit is reached.' },
  504: { label: '504 Gateway timeout', help: 'The member did not answer in time.' },
} as const satisfies Record<number, ErrorStatusKind>
export type ErrorStatus = `${keyof typeof errorStatuses}`

/** What a page can be, and how it is told to clients. */
export const pageContentTypes = {
  'text/html': { label: 'HTML', told: 'text/html; charset=utf-8' },
  'text/plain': { label: 'Text', told: 'text/plain; charset=utf-8' },
  'application/json': { label: 'JSON', told: 'application/json' },
} as const
export type PageContentType = keyof typeof pageContentTypes

/** In bytes of UTF-8: half of the buffer that HAProxy keeps an answer in. */
export const longestPage = 8_192

/** What clients are shown. */
export type Page = { readonly content_type: PageContentType; readonly body: string }

/** Of a text in UTF-8. */
export function bytesOf(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x8_00 ? 2 : code < 0x1_00_00 ? 3 : 4
  }
  return bytes
}

/** Where nobody wrote one. */
export const usualMaintenancePage: Page = {
  content_type: 'text/html',
  body: '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Maintenance</title></head>\n<body><h1>Down for maintenance</h1><p>Please try again in a few minutes.</p></body>\n</html>\n',
}
