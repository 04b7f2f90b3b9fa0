import { offeredCompression } from 'model/listener/compression'
import type { Listener } from 'model/resources/listener'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import { expression, keyword, quoted } from './words.ts'

/**
 * HAProxy leaves alone what is encoded already, what must not be changed (`no-transform`), parts (206), and answers without a body; it adds
 * Vary, and makes a strong ETag a weak one. Members are still asked for what the client accepts (no `offload`): what they
 * compress themselves passes.
 */
export function compressionLines(listener: Listener, about: string): Line[] {
  const offered = offeredCompression(listener)
  if (offered === null) return []
  return [
    line(about, expression('compression algo'), ...offered.algorithms.map(keyword)),
    line(about, expression('compression type'), ...offered.types.map(quoted)),
  ]
}
