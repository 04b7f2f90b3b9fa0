import type { Listener } from '../resources/listener.ts'

/** How answers can be compressed, the most wanted first. */
export const compressionAlgorithms = {
  gzip: 'gzip',
  deflate: 'deflate',
} as const
export type CompressionAlgorithm = keyof typeof compressionAlgorithms

/** Text of all sorts: what is compressed where nobody chose. Pictures, films and archives are compressed already. */
export const usualContentTypes = [
  'text/html',
  'text/plain',
  'text/css',
  'text/csv',
  'text/javascript',
  'text/xml',
  'application/javascript',
  'application/json',
  'application/ld+json',
  'application/manifest+json',
  'application/xml',
  'application/xhtml+xml',
  'application/rss+xml',
  'application/atom+xml',
  'image/svg+xml',
] as const

/** What a listener compresses, and how; null where it does not. */
export function offeredCompression({
  compression,
  compression_algorithms: algorithms,
  compression_types: types,
}: Pick<Listener, 'compression' | 'compression_algorithms' | 'compression_types'>) {
  if (!compression) return null
  return {
    algorithms: algorithms.length > 0 ? algorithms : (Object.keys(compressionAlgorithms) as CompressionAlgorithm[]),
    types: types.length > 0 ? types : usualContentTypes,
  }
}
