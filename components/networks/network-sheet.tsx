'use client'

import type { ApiCall } from '../forms/curl.ts'
import { DeedSheet, type DeedSheetProps } from '../forms/deed-sheet.tsx'
import { useNetworkDeed } from '../forms/use-deed.ts'

type NetworkSheetProps = Pick<
  DeedSheetProps,
  'title' | 'description' | 'action' | 'fields' | 'onClose' | 'children'
> & {
  readonly call: () => ApiCall
  readonly onDone: () => void
}

/** A panel that makes one call of the network API. */
export function NetworkSheet({ call, onDone, onClose, ...rest }: NetworkSheetProps) {
  const { run, isBusy } = useNetworkDeed()
  const save = async () => {
    await run(call())
    onDone()
    onClose()
  }
  return <DeedSheet {...rest} isBusy={isBusy} calls={() => [call()]} onSave={save} onClose={onClose} />
}
